import { KeyObject } from 'node:crypto'

import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

import type { CertificateTexts } from './certificate-flaw.ts'
import { authorityName, loopbackNames, type CertifiedName } from './loopback-names.ts'

/** A certificate authority while its key is in memory. */
export interface Authority {
  readonly certificate: X509Certificate
  readonly keys: CryptoKeyPair
  readonly validity: Validity
}

interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

/**
 * Issues a certificate for these names, those of loopback by default, signed by an authority of its own whose
 * key is gone when this returns: to trust the authority is to trust one certificate.
 */
export async function issueCertificate(
  now: number,
  names: readonly CertifiedName[] = loopbackNames,
): Promise<CertificateTexts> {
  const authority = await createAuthority(now, names)
  const signed = await signServerCertificate(authority, names)
  return { ca: formatCertificate(authority.certificate), ...signed }
}

/** Creates an authority that can vouch for these names and for nothing else. */
export async function createAuthority(
  now: number,
  names: readonly CertifiedName[] = loopbackNames,
): Promise<Authority> {
  const validity = calculateValidity(now)
  const keys = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: generateSerialNumber(),
    name: [{ CN: [authorityName] }],
    signingAlgorithm: ecdsa,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      createNameConstraints(names),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate, keys, validity }
}

/** Signs a certificate for a server that answers to these names. */
export async function signServerCertificate(
  authority: Authority,
  names: readonly ServerName[],
): Promise<Omit<CertificateTexts, 'ca'>> {
  const keys = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    ...authority.validity,
    serialNumber: generateSerialNumber(),
    subject: [{ CN: ['Mudbrick local development server'] }],
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingAlgorithm: ecdsa,
    signingKey: authority.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(({ type, value }) => ({ type, value }))),
      await AuthorityKeyIdentifierExtension.create(authority.certificate),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    certificate: formatCertificate(certificate),
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

type ServerName = { readonly type: 'dns' | 'ip'; readonly value: string }

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

const dayMs = 24 * 60 * 60 * 1000

function calculateValidity(now: number): Validity {
  // A day back, for a virtual machine whose clock lags.
  const notBefore = now - dayMs
  // Apple's systems refuse a server certificate that is valid for more than 825 days; the last
  // second counts.
  // @see https://support.apple.com/en-us/103769
  return { notBefore: new Date(notBefore), notAfter: new Date(notBefore + 825 * dayMs - 1000) }
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2 */
function generateSerialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  // A serial number is a positive integer, without a leading zero byte.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return Buffer.from(bytes).toString('hex')
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10 */
function createNameConstraints(names: readonly CertifiedName[]): Extension {
  const permittedSubtrees = new GeneralSubtrees(
    names.map(
      ({ type, permitted }) =>
        new GeneralSubtree({
          base: new GeneralName(type === 'dns' ? { dNSName: permitted } : { iPAddress: permitted }),
        }),
    ),
  )
  const value = AsnConvert.serialize(new NameConstraints({ permittedSubtrees }))
  return new Extension(id_ce_nameConstraints, true, value)
}

function formatCertificate(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`
}

import { createPrivateKey, X509Certificate } from 'node:crypto'

import { loopbackNames, type CertifiedName } from './loopback-names.ts'

/** PEM texts of a server certificate, of its key, and of the authority that signed it. */
export interface CertificateTexts {
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

/** What makes these texts useless, as the end of a sentence on "the certificate"; undefined when nothing does. */
export function findFlaw(
  texts: CertificateTexts | undefined,
  now: number,
  names: readonly CertifiedName[] = loopbackNames,
): string | undefined {
  const parsed = texts === undefined ? undefined : parse(texts)
  if (parsed === undefined) return 'could not be read'

  const { ca, certificate, key } = parsed
  if (!certificate.checkPrivateKey(key)) return 'did not belong to its key'
  if (!certificate.checkIssued(ca) || !certificate.verify(ca.publicKey)) {
    return 'was not signed by its authority'
  }
  if (!names.every(({ type, value }) => hasName(certificate, type, value))) {
    return 'did not name all addresses of this computer'
  }
  return findTimeFlaw([ca, certificate], now)
}

/** When the first of the two certificates ends to be valid. */
export function readExpiry(texts: CertificateTexts): number {
  return calculateExpiry([new X509Certificate(texts.ca), new X509Certificate(texts.certificate)])
}

interface ParsedCertificate {
  readonly ca: X509Certificate
  readonly certificate: X509Certificate
  readonly key: ReturnType<typeof createPrivateKey>
}

function parse(texts: CertificateTexts): ParsedCertificate | undefined {
  try {
    return {
      ca: new X509Certificate(texts.ca),
      certificate: new X509Certificate(texts.certificate),
      key: createPrivateKey(texts.key),
    }
  } catch {
    return undefined
  }
}

function hasName(certificate: X509Certificate, type: 'dns' | 'ip', value: string): boolean {
  const match = type === 'dns' ? certificate.checkHost(value) : certificate.checkIP(value)
  return match !== undefined
}

const monthMs = 30 * 24 * 60 * 60 * 1000

function findTimeFlaw(certificates: readonly X509Certificate[], now: number): string | undefined {
  const startsAt = Math.max(...certificates.map(({ validFrom }) => Date.parse(validFrom)))
  const expiresAt = calculateExpiry(certificates)
  if (now < startsAt) return `was valid only from ${formatDay(startsAt)}`
  if (now >= expiresAt) return `expired on ${formatDay(expiresAt)}`
  if (now >= expiresAt - monthMs) return `was to expire on ${formatDay(expiresAt)}`
  return undefined
}

function calculateExpiry(certificates: readonly X509Certificate[]): number {
  return Math.min(...certificates.map(({ validTo }) => Date.parse(validTo)))
}

function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

import { isIPv4 } from 'node:net'
import { join, resolve } from 'node:path'

import { systemClock } from '../defaults.ts'
import type { Clock } from '../effects.ts'
import { invalidConfiguration } from '../sandbox-error.ts'
import { type CertificateTexts, findFlaw, readExpiry } from './certificate-flaw.ts'
import {
  addFolder,
  certificateFiles,
  findNewest,
  protectKey,
  publishAuthority,
  readFolder,
  removeOlder,
} from './certificate-folders.ts'
import { homeFolder, inPrivateFolder } from './home-folder.ts'
import { loopbackNames, type CertifiedName } from './loopback-names.ts'

/** The certificate of this user's local servers, on disk and in memory. */
export interface Certificate {
  /** The file of the authority that signed the certificate, which a browser has to trust. */
  readonly caPath: string
  /** The file of the certificate. */
  readonly certificatePath: string
  /** The file of its private key, which only this user can read. */
  readonly keyPath: string
  /** The authority, as PEM text. */
  readonly ca: string
  /** The certificate, as PEM text. */
  readonly certificate: string
  /** Its private key, as PEM text; not enumerable. */
  readonly key: string
  /** Whether this call made it, so that no browser can trust it yet. */
  readonly isNew: boolean
  /** One sentence that says why it was made, where this call made it. */
  readonly reason: string | undefined
  /** When it ends to be valid; it is renewed a month before. */
  readonly expiresAt: number
}

/** Where the certificate is kept, and by which clock it is judged. */
export interface EnsureCertificateOptions {
  /**
   * The folder; by default `certificate` in the one that `MUDBRICK_HOME` names, or in `~/.mudbrick`; with a host,
   * `certificate-<host>`.
   */
  readonly directory?: string
  /**
   * A name or IPv4 address beside those of this computer, under which other computers or containers reach it. Such a
   * certificate has an authority of its own, so that no other name is vouched for by one that a browser trusts.
   */
  readonly host?: string
  /** Tells whether the certificate is still valid. */
  readonly clock?: Clock
}

/**
 * Finds this user's certificate for local servers, and makes it where there is none that works.
 * Any number of processes may ask at once: all get the same.
 *
 * @throws {@link SandboxError} `invalid_configuration` when the folder cannot be used.
 */
export async function ensureCertificate(
  options: EnsureCertificateOptions = {},
): Promise<Certificate> {
  const { host } = options
  const names = host === undefined ? loopbackNames : [...loopbackNames, nameOf(host)]
  const directory = resolve(options.directory ?? defaultDirectory(host))
  const clock = options.clock ?? systemClock
  return inPrivateFolder(directory, 'certificates', () => findOrIssue(directory, clock, names))
}

function defaultDirectory(host: string | undefined): string {
  return join(homeFolder(), host === undefined ? 'certificate' : `certificate-${host}`)
}

function nameOf(host: string): CertifiedName {
  if (isIPv4(host)) return { type: 'ip', value: host, permitted: `${host}/32` }
  if (/^(?!-)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*$/.test(host)) {
    return { type: 'dns', value: host, permitted: host }
  }
  throw invalidConfiguration(
    `No certificate can be made for the host ${JSON.stringify(host)}: give a name in lower case, such as "sandbox", or an IPv4 address.`,
  )
}

async function findOrIssue(
  directory: string,
  clock: Clock,
  names: readonly CertifiedName[],
): Promise<Certificate> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const newest = await findNewest(directory)
    const found = await readFolder(directory, newest)
    const flaw = findFlaw(found, clock.now(), names)
    if (found !== undefined && flaw === undefined) return open(directory, newest, found, undefined)

    // Loaded only here, since almost every start finds a certificate.
    const { issueCertificate } = await import('./issue-certificate.ts')
    const issued = await issueCertificate(clock.now(), names)
    if (await addFolder(directory, newest + 1, issued)) {
      await removeOlder(directory, newest + 1)
      return open(directory, newest + 1, issued, explain(newest, flaw))
    }
    // Another process was first: the next round finds what it made.
  }
  throw new Error('Other programs keep changing the certificate folder.')
}

function explain(previous: number, flaw: string | undefined): string {
  if (previous === 0) return 'A certificate for the servers of this computer was made.'
  return `The certificate ${flaw}, so a new one was made, which browsers have to trust anew.`
}

async function open(
  directory: string,
  number: number,
  texts: CertificateTexts,
  reason: string | undefined,
): Promise<Certificate> {
  const { certificatePath, keyPath } = certificateFiles(join(directory, String(number)))
  await protectKey(keyPath)
  const certificate = {
    ...texts,
    caPath: await publishAuthority(directory, texts.ca),
    certificatePath,
    keyPath,
    isNew: reason !== undefined,
    reason,
    expiresAt: readExpiry(texts),
  }
  return Object.defineProperty(certificate, 'key', { enumerable: false })
}

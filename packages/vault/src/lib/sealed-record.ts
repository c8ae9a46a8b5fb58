import { hash } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, type CompactJWEHeaderParameters } from 'jose'
import { type GrantContent, parseContent, serializeContent } from './grant-content.ts'
import type { GrantRecord } from './grant-store.ts'
import type { KeyProvider, VaultKey } from './keys/key-provider.ts'
import { calculateSubjectHash } from './subject-hash.ts'
import { VaultError, type VaultErrorCode } from './vault-error.ts'

/**
 * Seals a grant for one id and version: with a content key of its own, wrapped by the current key.
 * The header names id and version, so that the record cannot be used under another id or as another
 * version. Rejects as the key provider does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7516
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-4.4
 */
export async function sealGrant(
  keys: KeyProvider,
  id: string,
  version: number,
  content: GrantContent,
): Promise<GrantRecord> {
  const { keyId, key } = await keys.current()
  const sealed = await new CompactEncrypt(encoder.encode(serializeContent(content)))
    .setProtectedHeader({ alg, enc, kid: keyId, [placeMember]: placeOf(id, version) })
    .encrypt(key)
  const { clientId, subject, dueAt, isRevocationPending } = content
  const subjectHash = calculateSubjectHash(clientId, subject)
  return { version, clientId, subjectHash, keyId, dueAt, isRevocationPending, sealed }
}

/**
 * Opens a grant record, and checks that it was sealed for this id and version.
 *
 * @throws {@link VaultError} `unknown_key`, `wrong_key`, `corrupt_record` or `misplaced_record`, and
 *   `keys_unavailable` when the key provider fails.
 */
export async function openGrant(
  keys: KeyProvider,
  id: string,
  record: GrantRecord,
): Promise<GrantContent> {
  const { keyId } = record
  const vaultKey = await findKey(keys, id, keyId)
  const { plaintext, protectedHeader } = await decrypt(id, record, vaultKey)
  // The header can be trusted only after the decryption, which authenticates it.
  if (protectedHeader.kid !== keyId) throw errorOf('corrupt_record')
  if (protectedHeader[placeMember] !== placeOf(id, record.version)) {
    throw errorOf('misplaced_record')
  }
  const content = parseContent(decoder.decode(plaintext))
  if (!content || !agrees(content, record)) throw errorOf('corrupt_record')
  return content

  function errorOf(code: VaultErrorCode): VaultError {
    return new VaultError(code, { grantId: id, keyId })
  }
}

const alg = 'A256KW'
const enc = 'A256GCM'
const placeMember = 'place'
const algorithms = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
const encoder = new TextEncoder()
const decoder = new TextDecoder()

function placeOf(id: string, version: number): string {
  return hash('sha256', `${id}:${version}`, 'base64url')
}

async function findKey(keys: KeyProvider, grantId: string, keyId: string): Promise<VaultKey> {
  let found: VaultKey | undefined
  try {
    found = await keys.byId(keyId)
  } catch (cause) {
    throw new VaultError('keys_unavailable', { grantId, keyId, cause })
  }
  if (!found) throw new VaultError('unknown_key', { grantId, keyId })
  return found
}

async function decrypt(
  grantId: string,
  { keyId, sealed }: GrantRecord,
  { key }: VaultKey,
): Promise<{
  readonly plaintext: Uint8Array
  readonly protectedHeader: CompactJWEHeaderParameters
}> {
  try {
    return await compactDecrypt(sealed, key, algorithms)
  } catch (cause) {
    const code = (await isWrappedBy(key, sealed)) ? 'corrupt_record' : 'wrong_key'
    throw new VaultError(code, { grantId, keyId, cause })
  }
}

/** Tells whether a key opens the content key, although the content could not be opened. */
async function isWrappedBy(key: CryptoKey, sealed: string): Promise<boolean> {
  const parts = sealed.split('.')
  // Text that is not a JWE of this form says nothing about the key.
  if (parts.length !== 5 || parts[1]?.length !== wrappedKeyLength) return true
  try {
    const wrapped = Buffer.from(parts[1], 'base64url')
    await crypto.subtle.unwrapKey('raw', wrapped, key, 'AES-KW', 'AES-GCM', false, ['decrypt'])
    return true
  } catch {
    return false
  }
}

/** 32 bytes and the 8 bytes that AES Key Wrap adds, in base64url. */
const wrappedKeyLength = 54

function agrees(content: GrantContent, record: GrantRecord): boolean {
  return (
    content.clientId === record.clientId &&
    calculateSubjectHash(content.clientId, content.subject) === record.subjectHash &&
    content.dueAt === record.dueAt &&
    content.isRevocationPending === record.isRevocationPending
  )
}

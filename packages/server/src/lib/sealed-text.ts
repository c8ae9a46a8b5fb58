import { isJsonObject } from '@mudbrick/http/internal'
import { type KeyProvider, VaultError, type VaultKey } from '@mudbrick/vault'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'

const alg = 'A256KW'
const enc = 'A256GCM'
const purposeMember = 'purpose'
const algorithms = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Browsers keep no larger cookie, so a larger one was not written here. */
const maxLength = 4_096

/**
 * Seals an object into a text that only this app can read or write.
 *
 * @param purpose - the use of the text; it cannot be opened for another one
 * @throws {@link VaultError} `keys_unavailable`
 * @see https://www.rfc-editor.org/rfc/rfc7516
 */
export async function sealText(
  keys: KeyProvider,
  purpose: string,
  content: object,
): Promise<SealedText> {
  const { keyId, key } = await ask(() => keys.current())
  const text = await new CompactEncrypt(encoder.encode(JSON.stringify(content)))
    .setProtectedHeader({ alg, enc, kid: keyId, [purposeMember]: purpose })
    .encrypt(key)
  return { text, keyId }
}

/** A sealed text. */
export interface SealedText {
  readonly text: string
  /** The key that it is sealed with. */
  readonly keyId: string
}

/** The result of opening a text. */
export type OpenedText =
  | {
      readonly status: 'open'
      readonly keyId: string
      readonly content: Readonly<Record<string, unknown>>
    }
  /** It was not sealed here for this purpose. */
  | { readonly status: 'invalid' }
  /** It looks like a text of this app, but the key of that name is missing, or is another one. */
  | { readonly status: 'locked'; readonly keyId: string; readonly isKeyKnown: boolean }

/**
 * Opens what {@link sealText} has sealed for this purpose.
 *
 * @throws {@link VaultError} `keys_unavailable`
 */
export async function openText(
  keys: KeyProvider,
  purpose: string,
  text: string,
): Promise<OpenedText> {
  const keyId = readKeyId(text, purpose)
  if (keyId === undefined) return invalid
  const vaultKey = await ask(() => keys.byId(keyId))
  if (!vaultKey) return { status: 'locked', keyId, isKeyKnown: false }
  return decrypt(vaultKey, keyId, text)
}

const invalid: OpenedText = { status: 'invalid' }

/** The header is not trustworthy before the text is decrypted. */
function readKeyId(text: string, purpose: string): string | undefined {
  if (text.length > maxLength || !/^[\w-]+(\.[\w-]+){4}$/.test(text)) return undefined
  try {
    const header = decodeProtectedHeader(text)
    const isOurs = header.alg === alg && header.enc === enc && header[purposeMember] === purpose
    const { kid } = header
    // Anyone can have written it, and a key provider may send a request for it.
    return isOurs && typeof kid === 'string' && /^[\w.-]{1,64}$/.test(kid) ? kid : undefined
  } catch {
    return undefined
  }
}

async function decrypt({ key }: VaultKey, keyId: string, text: string): Promise<OpenedText> {
  const plaintext = await compactDecrypt(text, key, algorithms).then(
    (result) => decoder.decode(result.plaintext),
    () => undefined,
  )
  if (plaintext === undefined) return { status: 'locked', keyId, isKeyKnown: true }
  try {
    const content: unknown = JSON.parse(plaintext)
    return isJsonObject(content) ? { status: 'open', keyId, content } : invalid
  } catch {
    return invalid
  }
}

/** The failure of a key provider says nothing about the text. */
async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question()
  } catch (cause) {
    throw new VaultError('keys_unavailable', { cause })
  }
}

import { isJsonObject } from '@mudbrick/http'
import { type KeyProvider, VaultError, type VaultKey } from '@mudbrick/vault'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'

const alg = 'A256KW'
const enc = 'A256GCM'
const purposeMember = 'purpose'
const algorithms = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] }
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Browsers keep no larger cookie, so that a larger one was not written here. */
const maxLength = 4_096

/**
 * Seals an object into a text that only this app can read or write.
 *
 * @param purpose - what it is for; the text is good for nothing else
 * @throws {@link VaultError} `keys_unavailable`
 * @see https://www.rfc-editor.org/rfc/rfc7516
 */
export async function sealText(
  keys: KeyProvider,
  purpose: string,
  content: object,
): Promise<string> {
  const { keyId, key } = await ask(() => keys.current())
  return new CompactEncrypt(encoder.encode(JSON.stringify(content)))
    .setProtectedHeader({ alg, enc, kid: keyId, [purposeMember]: purpose })
    .encrypt(key)
}

/**
 * Opens what {@link sealText} has sealed for this purpose; `undefined` for any other text, and for
 * one whose key is gone.
 *
 * @throws {@link VaultError} `keys_unavailable`
 */
export async function openText(
  keys: KeyProvider,
  purpose: string,
  text: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const vaultKey = await findKey(keys, text)
  return vaultKey && decrypt(vaultKey, purpose, text)
}

async function findKey(keys: KeyProvider, text: string): Promise<VaultKey | undefined> {
  const keyId = keyIdOf(text)
  return keyId === undefined ? undefined : ask(() => keys.byId(keyId))
}

function keyIdOf(text: string): string | undefined {
  if (text.length > maxLength) return undefined
  try {
    const { kid } = decodeProtectedHeader(text)
    // Anybody may have written it, and a key provider may go a long way for it.
    return typeof kid === 'string' && /^[\w.-]{1,64}$/.test(kid) ? kid : undefined
  } catch {
    return undefined
  }
}

async function decrypt(
  { key }: VaultKey,
  purpose: string,
  text: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(text, key, algorithms)
    // Vouched for by the decryption, as the rest of the header.
    if (protectedHeader[purposeMember] !== purpose) return undefined
    const content: unknown = JSON.parse(decoder.decode(plaintext))
    return isJsonObject(content) ? content : undefined
  } catch {
    return undefined
  }
}

/** A key provider that fails says nothing about the text. */
async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question()
  } catch (cause) {
    throw new VaultError('keys_unavailable', { cause })
  }
}

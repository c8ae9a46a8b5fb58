import { encodeBase64Url } from '../effects.ts'
import type { SigningKey } from './signing-key.ts'

/** The header of every token that a key signs in one role, encoded once (RFC 7515 §7.1). */
export function encodeJwtHeader({ kid }: SigningKey, details: object = {}): string {
  // As seen in the wild: `x5u` is a bare file name.
  return encodeBase64Url(JSON.stringify({ alg: 'RS256', x5u: `${kid}.cer`, kid, ...details }))
}

/** A JWT with these claims, signed with RS256. */
export async function signJwt(
  header: string,
  claims: object,
  signingKey: SigningKey,
): Promise<string> {
  const text = `${header}.${encodeBase64Url(JSON.stringify(claims))}`
  return `${text}.${await signingKey.sign(text)}`
}

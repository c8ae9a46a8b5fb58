import type { JWK } from 'jose'

import { encodeBase64Url } from '../effects.ts'

/** A key with which IMS signs, by its name in the header of the tokens. */
export interface SigningKey {
  readonly kid: string
  /** The public half as `/ims/keys` shows it. */
  readonly publicJwk: JWK
  /** The RS256 signature of a text (RFC 7518 §3.3), as base64url. */
  readonly sign: (text: string) => Promise<string>
}

/** IMS signs ID tokens and access tokens with different keys. */
export interface SigningKeys {
  readonly idToken: SigningKey
  readonly accessToken: SigningKey
}

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

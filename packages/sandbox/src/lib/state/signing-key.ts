import type { JWK } from 'jose'

import { encodeBase64Url, toBase64Url } from '../effects.ts'

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

let shared: Promise<SigningKeys> | undefined

/**
 * The keys of this process: made at the first call and shared by all its sandboxes, because
 * making an RSA key takes longer than starting one.
 */
export function createSigningKeys(): Promise<SigningKeys> {
  shared ??= Promise.all([
    generateSigningKey('ims_na1-key-1'),
    generateSigningKey('ims_na1-key-at-1'),
  ]).then(([idToken, accessToken]) => ({ idToken, accessToken }))
  return shared
}

const rs256 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}

async function generateSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(rs256, false, [
    'sign',
    'verify',
  ])
  const { kty = 'RSA', n = '', e = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' },
    sign: async (text) => {
      const bytes = new TextEncoder().encode(text)
      return toBase64Url(new Uint8Array(await crypto.subtle.sign(rs256.name, privateKey, bytes)))
    },
  }
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

import { exportJWK, generateKeyPair, type JWK } from 'jose'

/** A key with which IMS signs, under the name that stands in the header of what it signed. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The public half as `/ims/keys` shows it. */
  readonly publicJwk: JWK
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

async function generateSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  return { kid, privateKey, publicKey, publicJwk }
}

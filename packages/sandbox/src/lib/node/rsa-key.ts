import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'

import type { JWK } from 'jose'

import type { SigningKey, SigningKeys } from '../state/signing-key.ts'

/** The private halves of IMS's keys, as they can be kept. */
export interface PrivateJwks {
  readonly idToken: JWK
  readonly accessToken: JWK
}

let shared: Promise<SigningKeys> | undefined

/**
 * The keys of this process: made at the first call and shared by all its sandboxes, because
 * making an RSA key takes longer than starting one.
 */
export function createSigningKeys(): Promise<SigningKeys> {
  shared ??= generateKeys().then(importKeys)
  return shared
}

export async function generateKeys(): Promise<PrivateJwks> {
  const [idToken, accessToken] = await Promise.all([
    generatePrivateJwk('ims_na1-key-1'),
    generatePrivateJwk('ims_na1-key-at-1'),
  ])
  return { idToken, accessToken }
}

async function generatePrivateJwk(kid: string): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid }
}

/** @throws TypeError when one is no named RSA key, or its halves do not belong together. */
export function importKeys({ idToken, accessToken }: PrivateJwks): SigningKeys {
  return { idToken: importSigningKey(idToken), accessToken: importSigningKey(accessToken) }
}

/**
 * A key that signs on Node's other threads. To sign at once takes no less of the processor, and what is done between
 * two signatures then takes up to twice as long, since each drives the other out of its caches.
 */
function importSigningKey({ kid, kty, n, e, ...secret }: JWK): SigningKey {
  if (kid === undefined || kty !== 'RSA' || n === undefined || e === undefined) {
    throw new TypeError('The key is not a named RSA key.')
  }
  const privateKey = createPrivateKey({ key: { ...secret, kty, n, e }, format: 'jwk' })
  const publicKey = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
  const probe = Buffer.from('Mudbrick')
  if (!verify('sha256', probe, publicKey, sign('sha256', probe, privateKey))) {
    throw new TypeError('The halves of the key do not belong together.')
  }
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' },
    sign: (text) => signText(text, privateKey),
  }
}

function signText(text: string, privateKey: KeyObject): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(text), privateKey, (error, signature) => {
      if (error === null) resolve(signature.toString('base64url'))
      else reject(error)
    })
  })
}

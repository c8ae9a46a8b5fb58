import type { SandboxOptions } from '@mudbrick/sandbox'

type SigningKeys = NonNullable<SandboxOptions['signingKeys']>

let shared: Promise<SigningKeys> | undefined

/**
 * Keys that sign by WebCrypto, whose work stepped time waits for. The sandbox's own sign on Node's threads, which
 * cannot be watched, so that time would go by while IMS answers.
 */
export function createWatchedSigningKeys(): Promise<SigningKeys> {
  shared ??= Promise.all([createKey('ims_na1-key-1'), createKey('ims_na1-key-at-1')]).then(
    ([idToken, accessToken]) => ({ idToken, accessToken }),
  )
  return shared
}

const rs256 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}

async function createKey(kid: string): Promise<SigningKeys['idToken']> {
  const keys = await crypto.subtle.generateKey(rs256, false, ['sign', 'verify'])
  const { kty = 'RSA', n = '', e = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey)
  return {
    kid,
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' },
    sign: async (text) => {
      const bytes = new TextEncoder().encode(text)
      const signature = await crypto.subtle.sign(rs256.name, keys.privateKey, bytes)
      return Buffer.from(signature).toString('base64url')
    },
  }
}

import { SignJWT } from 'jose'

import { toBase64Url } from '../../effects.ts'
import type { ImsContext } from '../ims-context.ts'

/** For whom, and beside what, an ID token is issued. */
export interface IdTokenOptions {
  readonly clientId: string
  readonly userId: string
  readonly nonce: string | undefined
  readonly signedInAt: number
  readonly lifetimeMs: number
  /** What comes with it through the browser, so that the client can tell that they belong together. */
  readonly accessToken?: string | undefined
  readonly code?: string | undefined
}

/** An ID token (OpenID Connect Core §2); its issuer is that of discovery, without `/ims`, unless told otherwise. */
export async function createIdToken(context: ImsContext, options: IdTokenOptions): Promise<string> {
  const { clock, behavior, signingKeys } = context.services
  const issuedAt = Math.floor(clock.now() / 1000)
  const { ims } = context.origins
  return new SignJWT({
    iss: behavior.idTokenIssuer === 'origin-ims' ? `${ims}/ims` : ims,
    sub: options.userId,
    aud: options.clientId,
    iat: issuedAt,
    exp: issuedAt + Math.floor(options.lifetimeMs / 1000),
    auth_time: Math.floor(options.signedInAt / 1000),
    nonce: options.nonce,
    at_hash: options.accessToken && (await halfHash(options.accessToken)),
    c_hash: options.code && (await halfHash(options.code)),
  })
    .setProtectedHeader({
      alg: 'RS256',
      x5u: `${signingKeys.idToken.kid}.cer`,
      kid: signingKeys.idToken.kid,
    })
    .sign(signingKeys.idToken.privateKey)
}

/** OpenID Connect Core §3.3.2.11: the left half of the hash, with the algorithm of the signature. */
async function halfHash(value: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value))
  return toBase64Url(new Uint8Array(bytes, 0, 16))
}

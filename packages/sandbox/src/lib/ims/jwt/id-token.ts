import { sha256 } from '../../node/sha256.ts'
import { encodeJwtHeader, signJwt } from '../../state/signing-key.ts'
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

/** An ID token (OpenID Connect Core §2); its issuer is that of discovery, without `/ims`, by default. */
export async function createIdToken(context: ImsContext, options: IdTokenOptions): Promise<string> {
  const { clock, behavior, signingKeys } = context.services
  const issuedAt = Math.floor(clock.now() / 1000)
  const { ims } = context.origins
  const claims = {
    iss: behavior.idTokenIssuer === 'origin-ims' ? `${ims}/ims` : ims,
    sub: options.userId,
    aud: options.clientId,
    iat: issuedAt,
    exp: issuedAt + Math.floor(options.lifetimeMs / 1000),
    auth_time: Math.floor(options.signedInAt / 1000),
    nonce: options.nonce,
    at_hash: options.accessToken && halfHash(options.accessToken),
    c_hash: options.code && halfHash(options.code),
  }
  return signJwt(encodeJwtHeader(signingKeys.idToken), claims, signingKeys.idToken)
}

/** OpenID Connect Core §3.3.2.11: the left half of the hash, with the algorithm of the signature. */
function halfHash(text: string): string {
  const hash = sha256(text)
  return hash.toString('base64url', 0, hash.length / 2)
}

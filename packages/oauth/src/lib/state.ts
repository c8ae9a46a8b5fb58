import { encodeBase64Url } from './base64url.ts'
import { type RandomBytes, randomBytes } from './code-verifier.ts'

/**
 * Draws a state of 128 bits, which ties an authorization response to its request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12
 */
export function generateState(random: RandomBytes = randomBytes): string {
  return encodeBase64Url(random(16))
}

/**
 * Draws a nonce of 128 bits, which ties an ID token to its request.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes
 */
export function generateNonce(random: RandomBytes = randomBytes): string {
  return encodeBase64Url(random(16))
}

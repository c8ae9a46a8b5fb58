import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { encodeBase64Url } from './base64url.ts'

/** Draws bytes that cannot be guessed. */
export type RandomBytes = (length: number) => Uint8Array

/** Draws them from the platform's WebCrypto. */
export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/**
 * Draws a code verifier of 256 bits, in 43 characters.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.1
 */
export function generateCodeVerifier(random: RandomBytes = randomBytes): string {
  return encodeBase64Url(random(32))
}

/**
 * Calculates the S256 code challenge of a code verifier.
 *
 * @throws {@link ConfigurationError} `insecure_context` on a page that may not use WebCrypto.
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2
 */
export async function calculateCodeChallenge(codeVerifier: string): Promise<string> {
  // Absent on pages served over plain HTTP, though the DOM's types do not say so.
  const subtle: SubtleCrypto | undefined = crypto.subtle
  if (!subtle) {
    throw new ConfigurationError(
      'insecure_context',
      'crypto.subtle',
      explains &&
        'This page has no crypto.subtle, which sign-in needs: serve it over https or from localhost.',
    )
  }
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return encodeBase64Url(new Uint8Array(digest))
}

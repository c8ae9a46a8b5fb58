import type { ClientAuthentication } from './client-authentication.ts'
import { type OauthRequestOptions, postForm } from './form-request.ts'

/** Describes a revocation. */
export interface RequestRevocationOptions extends OauthRequestOptions {
  /** The server's revocation endpoint. */
  readonly revocationEndpoint: string | URL
  /** How the client shows who it is, unless the endpoint's address says so already. */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** The access or refresh token to end. */
  readonly token: string
  /** Which of the two it is, for servers that look for it faster then. */
  readonly tokenTypeHint?: 'access_token' | 'refresh_token' | undefined
}

/**
 * Ends a token. A token that has already ended is no error.
 *
 * @throws {@link TokenResponseError} when the server refuses.
 * @throws {@link HttpError} when it fails in other words than the protocol's.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1
 */
export async function requestRevocation({
  revocationEndpoint,
  token,
  tokenTypeHint,
  ...options
}: RequestRevocationOptions): Promise<void> {
  const form = { token, ...(tokenTypeHint && { token_type_hint: tokenTypeHint }) }
  await postForm(revocationEndpoint, form, options)
}

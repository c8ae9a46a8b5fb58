import type { ClientAuthentication } from './client-authentication.ts'
import { type OauthRequestOptions, postForm } from './form-request.ts'
import { parseTokenResponse, type TokenSet } from './token-set.ts'

/** Describes a request of a client for itself. */
export interface RequestClientCredentialsGrantOptions extends OauthRequestOptions {
  /** The server's token endpoint. */
  readonly tokenEndpoint: string | URL
  /** How the client shows who it is; it needs a secret. */
  readonly clientAuthentication: ClientAuthentication
  /** What the client asks to be allowed. */
  readonly scopes: readonly string[]
  /** What joins the scopes; a space by default, as RFC 6749 §3.3 has it. */
  readonly scopeSeparator?: string | undefined
}

/**
 * Asks for an access token for the client itself, without a user, in one request that is not
 * repeated.
 *
 * @throws {@link TokenResponseError} when the server refuses.
 * @throws {@link HttpError} when it fails in other words than the protocol's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export async function requestClientCredentialsGrant({
  tokenEndpoint,
  scopes,
  scopeSeparator = ' ',
  ...options
}: RequestClientCredentialsGrantOptions): Promise<TokenSet> {
  const form = { grant_type: 'client_credentials', scope: scopes.join(scopeSeparator) }
  return parseTokenResponse(await postForm(tokenEndpoint, form, options))
}

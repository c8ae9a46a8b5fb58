import type { ClientAuthentication } from './client-authentication.ts'
import { type OauthRequestOptions, postForm } from './form-request.ts'
import { parseTokenResponse, type TokenSet } from './token-set.ts'

/** Describes a refresh. */
export interface RequestRefreshTokenGrantOptions extends OauthRequestOptions {
  /** The server's token endpoint. */
  readonly tokenEndpoint: string | URL
  /** How the client shows who it is. */
  readonly clientAuthentication: ClientAuthentication
  /** The refresh token; a server that rotates them accepts it this once. */
  readonly refreshToken: string
}

/**
 * Exchanges a refresh token for new tokens, in one request that is not repeated. Where the answer has
 * no refresh token, the one that was sent stays good.
 *
 * @throws {@link TokenResponseError} when the server refuses.
 * @throws {@link HttpError} when it fails in other words than the protocol's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function requestRefreshTokenGrant({
  tokenEndpoint,
  refreshToken,
  ...options
}: RequestRefreshTokenGrantOptions): Promise<TokenSet> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
  return parseTokenResponse(await postForm(tokenEndpoint, form, options))
}

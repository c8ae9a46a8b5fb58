import type { AuthorizationCode } from './authorization-response.ts'
import type { ClientAuthentication } from './client-authentication.ts'
import { type OauthRequestOptions, postForm } from './form-request.ts'
import { parseTokenResponse, type TokenSet } from './token-set.ts'

/** Describes the exchange of an authorization code. */
export interface RequestAuthorizationCodeGrantOptions extends OauthRequestOptions {
  /** The server's token endpoint. */
  readonly tokenEndpoint: string | URL
  /** How the client shows who it is. */
  readonly clientAuthentication: ClientAuthentication
  /** The code, as validated. */
  readonly authorizationCode: AuthorizationCode
}

/**
 * Exchanges an authorization code for tokens, in one request that is never repeated: a code works
 * once.
 *
 * @throws {@link TokenResponseError} when the server refuses.
 * @throws {@link HttpError} when it fails in other words than the protocol's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function requestAuthorizationCodeGrant({
  tokenEndpoint,
  authorizationCode: { code, transaction },
  ...options
}: RequestAuthorizationCodeGrantOptions): Promise<TokenSet> {
  const received = await postForm(
    tokenEndpoint,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: transaction.redirectUri,
      code_verifier: transaction.codeVerifier,
    },
    options,
  )
  return parseTokenResponse(received, { isIdTokenRequired: transaction.nonce !== undefined })
}

import {
  type AuthorizationTransaction,
  type IdTokenClaims,
  publicClient,
  requestAuthorizationCodeGrant,
  type TokenSet,
  validateAuthorizationResponse,
  validateIdToken,
} from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
import { issuersOf, lifetimeMsOf, parseScopes } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/** What IMS granted, after everything about it was checked. */
export interface ImsGrant {
  /** The tokens, which are not enumerable. */
  readonly tokenSet: TokenSet
  /** What the ID token says about the user, if `openid` was asked for. */
  readonly claims: IdTokenClaims | undefined
  /** What was granted. */
  readonly scopes: readonly string[]
  /** When the answer arrived, by the client's clock. */
  readonly receivedAt: number
  /** When the access token ends, by the client's clock. */
  readonly expiresAt: number
}

/**
 * Checks the authorization response, exchanges its code for tokens, and checks those; nothing is
 * given out before all of it holds.
 *
 * @param parameters What stood in the query, or the fragment, of the redirect URI.
 * @param transaction What {@link startAuthorization} gave, read back with `parseTransaction`.
 * @throws {@link TransactionError} when an answer does not belong to this sign-in.
 * @throws {@link AuthorizationResponseError} when the user or IMS declined.
 * @throws {@link TokenResponseError} when the token endpoint refused.
 * @throws {@link HttpError} when it failed in other words than OAuth's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 *
 * @example
 * ```ts
 * const parameters = new URL(location.href).searchParams
 * const transaction = parseTransaction(sessionStorage.getItem('transaction'))
 * const { tokenSet, expiresAt } = await finishAuthorization(ims, parameters, transaction)
 * ```
 */
export async function finishAuthorization(
  ims: ImsClient,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction | undefined,
  options: ImsRequestOptions = {},
): Promise<ImsGrant> {
  const { clientId, clock } = ims
  const { tokenEndpoint } = ims.environment
  const issuers = issuersOf(tokenEndpoint)
  const authorizationCode = validateAuthorizationResponse(parameters, transaction, {
    issuers,
    clock,
  })
  const tokenSet = await requestAuthorizationCodeGrant({
    ...requestOptionsOf(ims, options),
    tokenEndpoint,
    clientAuthentication: publicClient(clientId),
    authorizationCode,
  })
  const receivedAt = clock.now()
  const { nonce, scope: requestedScope } = authorizationCode.transaction
  const { idToken, scope = requestedScope, expiresInSeconds } = tokenSet
  return Object.freeze({
    tokenSet,
    claims:
      idToken === undefined ? undefined : validateIdToken(idToken, { clientId, issuers, nonce }),
    scopes: parseScopes(scope),
    receivedAt,
    expiresAt: receivedAt + lifetimeMsOf(tokenEndpoint, expiresInSeconds),
  })
}

import {
  type AuthorizationTransaction,
  requestAuthorizationCodeGrant,
  validateAuthorizationResponse,
} from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
import { createGrant, type ImsGrant } from './ims-grant.ts'
import { issuersOf } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

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
  const { clientAuthentication, clock } = ims
  const { tokenEndpoint } = ims.environment
  const authorizationCode = validateAuthorizationResponse(parameters, transaction, {
    issuers: issuersOf(tokenEndpoint),
    clock,
  })
  const tokenSet = await requestAuthorizationCodeGrant({
    ...requestOptionsOf(ims, options),
    tokenEndpoint,
    clientAuthentication,
    authorizationCode,
  })
  return createGrant(ims, tokenSet, authorizationCode.transaction)
}

import { requestRefreshTokenGrant } from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
import { createGrant, type ImsGrant, validateSubject } from './ims-grant.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/** Says how to refresh. */
export interface RefreshGrantOptions extends ImsRequestOptions {
  /** What had been granted, for an answer that does not say; what the app asks for by default. */
  readonly scopes?: readonly string[] | undefined
  /** The `sub` of the first ID token, if there was one: the new one has to be about the same user. */
  readonly subject?: string | undefined
}

/**
 * Exchanges a refresh token for new tokens, once. IMS ends the refresh token that it is given and
 * answers with the next: keep it before anything else is done. An answer without one means that the
 * old one stays good.
 *
 * @throws {@link TokenResponseError} when IMS refuses; {@link classifyTokenFailure} says what it means.
 * @throws {@link TransactionError} when the answer is about another user.
 * @throws {@link HttpError} when it fails in other words than OAuth's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export async function refreshGrant(
  ims: ImsClient,
  refreshToken: string,
  { scopes: scope = ims.scopes, subject, ...options }: RefreshGrantOptions = {},
): Promise<ImsGrant> {
  const tokenSet = await requestRefreshTokenGrant({
    ...requestOptionsOf(ims, options),
    tokenEndpoint: ims.environment.tokenEndpoint,
    clientAuthentication: ims.clientAuthentication,
    refreshToken,
  })
  const grant = createGrant(ims, tokenSet, { scope })
  validateSubject(grant, subject)
  return grant
}

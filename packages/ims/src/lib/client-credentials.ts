import { requestClientCredentialsGrant } from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
import { createGrant, type ImsGrant } from './ims-grant.ts'
import { scopeSeparator } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/**
 * Asks IMS for an access token for the program itself, once. IMS throttles programs that ask for
 * each call anew: {@link createServiceTokens} keeps the token as long as it is good.
 *
 * @throws {@link TokenResponseError} when IMS refuses; {@link classifyTokenFailure} says what it means.
 * @throws {@link HttpError} when it fails in other words than OAuth's.
 * @throws {@link UnexpectedResponseError} when its answer breaks the protocol.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/ims
 */
export async function requestClientCredentials(
  ims: ImsClient<'server-to-server'>,
  options: ImsRequestOptions = {},
): Promise<ImsGrant> {
  const { clientAuthentication, environment, scopes } = ims
  const tokenSet = await requestClientCredentialsGrant({
    ...requestOptionsOf(ims, options),
    tokenEndpoint: environment.tokenEndpoint,
    clientAuthentication,
    scopes,
    scopeSeparator,
  })
  return createGrant(ims, tokenSet, { scope: scopes })
}

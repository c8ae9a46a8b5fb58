import { requestRevocation } from '@mudbrick/oauth'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { withClientId } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/**
 * Ends an access or refresh token at IMS.
 *
 * @throws {@link TokenResponseError} when IMS refuses.
 * @throws {@link HttpError} when it fails in other words than OAuth's.
 * @throws {@link NetworkError} when there was no response, as in a browser whose origin IMS blocks.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export async function revokeToken(
  ims: ImsClient<ImsCredential>,
  token: string,
  options: ImsRequestOptions = {},
): Promise<void> {
  const { clientId, revocationAuthentication, environment } = ims
  const { revocationEndpoint } = environment
  await requestRevocation({
    ...requestOptionsOf(ims, options),
    revocationEndpoint: revocationAuthentication
      ? revocationEndpoint
      : withClientId(revocationEndpoint, clientId),
    clientAuthentication: revocationAuthentication,
    token,
  })
}

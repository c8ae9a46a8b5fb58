import { requestRevocation } from '@mudbrick/oauth'
import type { ImsClient } from './ims-client.ts'
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
  ims: ImsClient,
  token: string,
  options: ImsRequestOptions = {},
): Promise<void> {
  await requestRevocation({
    ...requestOptionsOf(ims, options),
    revocationEndpoint: withClientId(ims.environment.revocationEndpoint, ims.clientId),
    token,
  })
}

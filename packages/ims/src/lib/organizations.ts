import { HttpError, parseJson, readFields, sendRequest } from '@mudbrick/http'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/**
 * Asks IMS for the organizations of the user of a token, such as `ABC@AdobeOrg`: no token names
 * them. It has to have the scope `read_organizations`.
 *
 * @throws {@link HttpError} when IMS refuses: 401 for a token that is no good, 403 for one without the scope.
 * @throws {@link UnexpectedResponseError} when its answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://github.com/adobe/aio-lib-ims
 */
export async function requestOrganizations(
  ims: ImsClient<ImsCredential>,
  accessToken: string,
  options: ImsRequestOptions = {},
): Promise<readonly string[]> {
  const url = new URL('/ims/organizations/v6', ims.environment.tokenEndpoint)
  const received = await sendRequest(url, {
    ...requestOptionsOf(ims, options),
    headers: { authorization: `Bearer ${accessToken}` },
    redirect: 'manual',
  })
  if (!received.ok) throw new HttpError(received)
  const { required, within } = readFields({ list: parseJson(received) }, received)
  return required('list', 'array').map((entry, index) => {
    const reference = within(entry, `list[${index}]`).required('orgRef', 'object')
    const fields = within(reference, `list[${index}].orgRef`)
    return `${fields.required('ident', 'string')}@${fields.required('authSrc', 'string')}`
  })
}

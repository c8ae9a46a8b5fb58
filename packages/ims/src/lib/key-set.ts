import { HttpError, parseJson, readFields, sendRequest } from '@mudbrick/http'
import { isJsonObject } from '@mudbrick/http/internal'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/** The public keys of an IMS, as RFC 7517 writes them. */
export interface ImsKeySet {
  /** One JWK for each key. */
  readonly keys: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Asks IMS for the keys that it signs tokens with.
 *
 * @throws {@link HttpError} when IMS refuses.
 * @throws {@link UnexpectedResponseError} when its answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 * @see https://github.com/adobe/ims-go
 */
export async function requestKeySet(
  ims: ImsClient<ImsCredential>,
  options: ImsRequestOptions = {},
): Promise<ImsKeySet> {
  // The discovery document names this address; all of IMS's addresses are at one origin.
  const url = new URL('/ims/keys', ims.environment.tokenEndpoint)
  const received = await sendRequest(url, {
    ...requestOptionsOf(ims, options),
    redirect: 'manual',
  })
  if (!received.ok) throw new HttpError(received)
  const keys = readFields(parseJson(received), received).required('keys', 'array')
  return Object.freeze({ keys: keys.filter(isJsonObject) })
}

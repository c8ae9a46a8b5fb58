import { HttpError, type JsonFields, parseJson, readFields, sendRequest } from '@mudbrick/http'
import { createBearerFetch } from './bearer-fetch.ts'
import type { OauthRequestOptions } from './form-request.ts'
import { TransactionError } from './transaction-error.ts'

/** Describes a request for what a server knows about the user. */
export interface RequestUserinfoOptions extends OauthRequestOptions {
  /** The server's UserInfo endpoint. */
  readonly userinfoEndpoint: string | URL
  /** The user's access token. */
  readonly accessToken: string
  /** The `sub` of the ID token, if there was one: the answer has to be about the same user. */
  readonly subject?: string | undefined
}

/**
 * Asks who the user is; the answer is read claim by claim.
 *
 * @throws {@link HttpError} when the server refuses, with status 401 for a token that is no good.
 * @throws {@link TransactionError} `subject_mismatch`
 * @throws {@link UnexpectedResponseError} when the answer is no JSON object or has no `sub`.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
 */
export async function requestUserinfo({
  userinfoEndpoint,
  accessToken,
  subject,
  fetch,
  ...options
}: RequestUserinfoOptions): Promise<JsonFields> {
  const url = new URL(userinfoEndpoint)
  const received = await sendRequest(url, {
    ...options,
    redirect: 'manual',
    fetch: createBearerFetch({
      getAccessToken: () => accessToken,
      allowedOrigins: [url.origin],
      fetch,
    }),
  })
  if (!received.ok) throw new HttpError(received)
  const claims = readFields(parseJson(received), received)
  const sub = claims.required('sub', 'string')
  if (subject !== undefined && sub !== subject) throw new TransactionError('subject_mismatch')
  return claims
}

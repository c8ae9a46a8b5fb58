import {
  type Clock,
  type Fetch,
  HttpError,
  type ReceivedResponse,
  sendRequest,
} from '@mudbrick/http'
import type { ClientAuthentication } from './client-authentication.ts'
import { TokenResponseError } from './token-response-error.ts'

/** Says how to send a request to the server. */
export interface OauthRequestOptions {
  /** Sends the request; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
  /** How long the answer may take, body included; 30 seconds by default. */
  readonly timeoutMs?: number | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Says how to post a form to the server. */
export interface PostFormOptions extends OauthRequestOptions {
  /** How the client shows who it is, unless the endpoint's address or the form says so already. */
  readonly clientAuthentication?: ClientAuthentication | undefined
}

/**
 * Posts a form, once. A public client's is a simple request, for which a browser sends no preflight.
 * A redirect is refused: it would carry the form, secrets included, to another place.
 *
 * @throws {@link TokenResponseError} when the server refuses.
 * @throws {@link HttpError} when it fails in other words than the protocol's.
 * @throws {@link UnexpectedResponseError} when it redirects.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 */
export async function postForm(
  endpoint: string | URL,
  form: Readonly<Record<string, string>>,
  { clientAuthentication, ...options }: PostFormOptions = {},
): Promise<ReceivedResponse> {
  const body = new URLSearchParams(form)
  const headers = new Headers()
  clientAuthentication?.authenticate(body, headers)
  const received = await sendRequest(new URL(endpoint), {
    ...options,
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
  })
  if (received.ok) return received
  const refusal = new HttpError(received)
  throw typeof refusal.problem?.error === 'string' ? new TokenResponseError(refusal) : refusal
}

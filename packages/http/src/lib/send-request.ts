import { explains } from '@mudbrick/http/explains'
import type { Clock } from './clock.ts'
import { withHiddenProperties } from './with-hidden-properties.ts'
import { defaultFetch, systemClock } from './defaults.ts'
import type { Fetch } from './fetch.ts'
import { isMudbrickError } from './mudbrick-error.ts'
import { NetworkError } from './network-error.ts'
import { raceAbort } from './race-abort.ts'
import type { ReceivedResponse } from './received-response.ts'
import { parseRetryAfter } from './retry-after.ts'
import type { SentRequest } from './sent-request.ts'
import { TimeoutError } from './timeout-error.ts'
import { UnexpectedResponseError } from './unexpected-response-error.ts'

// `HeadersInit` and its like are names of the DOM alone; Node.js has `RequestInit` too.

/** Options of one request. */
export interface SendRequestOptions {
  /** The method; `GET` by default. */
  readonly method?: string | undefined
  /** The headers to send. */
  readonly headers?: RequestInit['headers'] | undefined
  /** The body to send. */
  readonly body?: RequestInit['body'] | undefined
  /** With `manual` a redirect is refused; else it is followed. */
  readonly redirect?: 'follow' | 'manual' | undefined
  /** Whether cookies go along; `omit` by default. */
  readonly credentials?: RequestInit['credentials'] | undefined
  /** How long the response may take, body included; 30 seconds by default. */
  readonly timeoutMs?: number | undefined
  /** How large the response's body may be; 1 MiB by default. */
  readonly maxBytes?: number | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
  /** Sends the request; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
}

/**
 * Sends one request, once, and reads its body, all under one deadline. A status of failure is not
 * an error here: look at `ok`.
 *
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @throws {@link UnexpectedResponseError} when it was too large, or a redirect that is refused.
 *
 * @example
 * ```ts
 * const received = await sendRequest(new URL('https://api.example/items'), { timeoutMs: 5_000 })
 * if (!received.ok) throw new HttpError(received)
 * const items = parseJson(received)
 * ```
 */
export async function sendRequest(
  url: URL,
  options: SendRequestOptions = {},
): Promise<ReceivedResponse> {
  const { method = 'GET', timeoutMs = 30_000, signal, clock = systemClock } = options
  signal?.throwIfAborted()
  const request: SentRequest = { method, url: url.origin + url.pathname }
  const abandon = new AbortController()
  const pass = (): void => abandon.abort(signal?.reason)
  signal?.addEventListener('abort', pass)
  const stopTimer = clock.setTimer(
    () => abandon.abort(new TimeoutError(request, timeoutMs)),
    timeoutMs,
  )
  try {
    // The race ends the call on time even where a `fetch` ignores its signal.
    const received = receive(url, request, { ...options, signal: abandon.signal, clock })
    return await raceAbort(received, abandon.signal)
  } catch (error) {
    if (abandon.signal.aborted) throw abandon.signal.reason
    if (isMudbrickError(error)) throw error
    throw new NetworkError(request, { cause: error })
  } finally {
    stopTimer()
    signal?.removeEventListener('abort', pass)
  }
}

async function receive(
  url: URL,
  request: SentRequest,
  options: SendRequestOptions & { readonly clock: Clock },
): Promise<ReceivedResponse> {
  const { headers = {}, body = null, redirect = 'follow', credentials = 'omit' } = options
  const { maxBytes = 1_048_576, signal = null, fetch = defaultFetch } = options
  const { method } = request
  const response = await fetch(url, { method, headers, body, redirect, credentials, signal })
  const { status, ok } = response
  const answer = { ...request, status }
  // A browser shows a refused redirect as an opaque response without status.
  if (
    redirect === 'manual' &&
    (response.type === 'opaqueredirect' || (status > 299 && status < 400))
  ) {
    throw new UnexpectedResponseError('redirected', answer, {
      found: explains && 'with a redirect, which is refused here',
    })
  }
  const text = await readText(response, maxBytes)
  if (text === undefined) {
    throw new UnexpectedResponseError('too_large', answer, {
      found: explains && `with more than ${maxBytes} bytes`,
    })
  }
  const shown = {
    ...answer,
    ok,
    headers: response.headers,
    requestId:
      response.headers.get('x-debug-id') ?? response.headers.get('x-request-id') ?? undefined,
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), options.clock.now()),
  }
  return withHiddenProperties(shown, { text })
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > maxBytes) {
      void reader.cancel()
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

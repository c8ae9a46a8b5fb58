import { calculateBackOffMs } from './back-off.ts'
import { systemClock } from './defaults.ts'
import { isRetryableStatus } from './http-error.ts'
import { isMudbrickError } from './mudbrick-error.ts'
import type { ReceivedResponse } from './received-response.ts'
import { sendRequest, type SendRequestOptions } from './send-request.ts'
import { sleep } from './sleep.ts'

/** Options of one request and its retries. */
export interface SendRequestWithRetriesOptions extends SendRequestOptions {
  /** How often to try again; 2 times by default. Each try has its own deadline. */
  readonly retries?: number | undefined
  /** How long to wait at most before a try; 30 seconds by default. */
  readonly maxDelayMs?: number | undefined
  /** Spreads the waiting times, from 0 up to 1; the platform's randomness by default. */
  readonly random?: (() => number) | undefined
}

/**
 * Sends one request, and again when the network fails, when time runs out, or when the service
 * answers 408, 429 or 5xx. It waits as `Retry-After` asks, else twice as long each time. Only
 * methods that may be repeated without harm are: a `POST` is sent once.
 *
 * @throws {@link NetworkError} when the last try got no response.
 * @throws {@link TimeoutError} when the last response was not complete in time.
 * @throws {@link UnexpectedResponseError} when it was too large, or a redirect that is refused.
 */
export async function sendRequestWithRetries(
  url: URL,
  options: SendRequestWithRetriesOptions = {},
): Promise<ReceivedResponse> {
  const { retries = 2, maxDelayMs = 30_000, random, clock = systemClock } = options
  const tries = isRepeatable(options) ? retries : 0
  for (let failures = 0; ; failures += 1) {
    const { received, error } = await attempt(url, options)
    const delayMs =
      received?.retryAfterMs ?? Math.min(calculateBackOffMs(failures + 1, random), maxDelayMs)
    if (failures >= tries || delayMs > maxDelayMs || !shouldRetry(received, error)) {
      if (received) return received
      throw error
    }
    await sleep(delayMs, clock, options.signal)
  }
}

interface Attempt {
  readonly received?: ReceivedResponse
  readonly error?: unknown
}

function attempt(url: URL, options: SendRequestOptions): Promise<Attempt> {
  return sendRequest(url, options).then(
    (received) => ({ received }),
    (error: unknown) => ({ error }),
  )
}

function shouldRetry(received: ReceivedResponse | undefined, error: unknown): boolean {
  return received ? isRetryableStatus(received.status) : isMudbrickError(error) && error.retryable
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
function isRepeatable({ method = 'GET', body }: SendRequestOptions): boolean {
  return /^(GET|HEAD|OPTIONS|PUT|DELETE)$/i.test(method) && !(body instanceof ReadableStream)
}

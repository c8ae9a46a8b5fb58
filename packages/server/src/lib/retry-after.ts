import { retryAfterMsOf } from '@mudbrick/http'

/** A database that was restarted is usually back after this time. */
const defaultSeconds = 5
const maxSeconds = 3_600

/**
 * Returns the value of a `Retry-After` for a 503: what IMS asked for when it was the cause, otherwise
 * 5 seconds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function calculateRetryAfter(cause?: unknown): string {
  const seconds = Math.ceil((retryAfterMsOf(cause) ?? defaultSeconds * 1_000) / 1_000)
  return String(Math.min(Math.max(seconds, 1), maxSeconds))
}

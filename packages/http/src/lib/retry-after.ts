/**
 * Reads `Retry-After`, which holds seconds or an HTTP date; what it does not understand is
 * `undefined`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const delayMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs)
}

/** Returns the time that a failed response asked to wait, in milliseconds; `undefined` when it asked for none. */
export function retryAfterMsOf(error: unknown): number | undefined {
  return error instanceof Error && 'retryAfterMs' in error && typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : undefined
}

import type { Fault } from './fault.ts'

/** How AEM throttles. */
export interface ThrottlingOptions {
  /** How long it refuses, by the sandbox's clock, from the first request on. 60 by default. */
  readonly seconds?: number
  /** How it writes `Retry-After`. As `seconds` by default. */
  readonly retryAfterAs?: 'seconds' | 'date'
  /** Whose calls it refuses; those of all clients by default. */
  readonly clientId?: string
  /** How many requests it lets pass first. None by default. */
  readonly after?: number
}

/**
 * AEM's throttling, ready for `faults.add()`: 429 with `Retry-After`, and all further calls refused for about a
 * minute. That AEM does so is known from Adobe's own client (adobecom/mas); from how many requests on is not public.
 *
 * @example
 * sandbox.faults.add(throttleAem({ retryAfterAs: 'date' }))
 */
export function throttleAem({
  seconds = 60,
  retryAfterAs = 'seconds',
  clientId,
  after,
}: ThrottlingOptions = {}): Fault {
  return {
    match: '* /adobe/*',
    status: 429,
    retryAfterSeconds: seconds,
    retryAfterAs,
    lastsSeconds: seconds,
    ...(clientId !== undefined && { where: { clientId } }),
    ...(after !== undefined && { after }),
  }
}

import { sleep } from '@mudbrick/http/internal'
import type { VaultClock } from '../vault-clock.ts'

/** Describes a rate limit. */
export interface RateLimitOptions {
  readonly clock: VaultClock
  readonly ratePerSecond: number
}

/** Lets so many pass per second; after a pause, up to one second's share at once. */
export interface RateLimit {
  /** Waits until so many may pass, in the order of the calls. */
  readonly take: (count: number, signal: AbortSignal) => Promise<void>
}

/** @see https://www.itu.int/rec/T-REC-I.371 (the generic cell rate algorithm) */
export function createRateLimit({ clock, ratePerSecond }: RateLimitOptions): RateLimit {
  const intervalMs = 1000 / ratePerSecond
  // When a stream without any burst would have passed everything so far.
  let theoreticalAt = -Infinity

  return {
    async take(count, signal) {
      const now = clock.elapsed()
      theoreticalAt = Math.max(theoreticalAt, now) + count * intervalMs
      const waitMs = theoreticalAt - now - burstMs
      if (waitMs > 0) await sleep(waitMs, clock, signal)
    },
  }
}

const burstMs = 1000

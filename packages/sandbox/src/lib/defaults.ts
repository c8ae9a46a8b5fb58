import type { Clock, Randomness } from './effects.ts'
import { createPooledRandomness } from './randomness.ts'

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** The platform's cryptographic random generator. */
export const systemRandomness: Randomness = createPooledRandomness((pool) => {
  crypto.getRandomValues(pool)
})

/** Waits in real time: a delay is there to be felt. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs)
  })
}

/** Milliseconds that cannot be set back, for durations. */
export function readMonotonicMs(): number {
  return performance.now()
}

/** The platform's `fetch`, looked up at each call, so that a replacement takes effect. */
export const platformFetch: typeof fetch = (input, init) => fetch(input, init)

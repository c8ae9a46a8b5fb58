import type { Clock, Randomness } from './effects.ts'

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** The platform's cryptographic random generator. */
export const systemRandomness: Randomness = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}

import type { Clock, Randomness } from './effects.ts'

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** The platform's cryptographic random generator. */
export const systemRandomness: Randomness = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}

/** Waits in real time: a delay is there to be felt. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs)
  })
}

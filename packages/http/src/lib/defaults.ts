import type { Clock } from './clock.ts'
import type { Fetch } from './fetch.ts'

/** Looks `fetch` up at each call, so that instrumentation installed later is used. */
export const defaultFetch: Fetch = (input, init) => globalThis.fetch(input, init)

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Spreads retries; nothing secret depends on it. */
export const defaultRandom = (): number => Math.random()

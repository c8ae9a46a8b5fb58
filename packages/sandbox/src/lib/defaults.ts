import type * as re2js from 're2js'
import type * as yaml from 'yaml'

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

/** Milliseconds that nobody can set back, for durations. */
export function readMonotonicMs(): number {
  return performance.now()
}

/** The platform's `fetch`, looked up at each call, so that whoever replaces it is heard. */
export const platformFetch: typeof fetch = (input, init) => fetch(input, init)

/**
 * A package that is loaded where it is first used, because loading it takes about as long as loading the rest of the
 * sandbox, and many a sandbox never needs it.
 */
export function loadPackage(name: 'yaml'): typeof yaml
export function loadPackage(name: 're2js'): typeof re2js
export function loadPackage(name: string): unknown {
  // An `import()` would make all who parse a file wait.
  const { createRequire } = process.getBuiltinModule('node:module')
  return createRequire(import.meta.url)(name)
}

import type { Clock } from '../effects.ts'

/** A span of time. */
export interface Span {
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** The time by which a sandbox lives: it runs with its source until somebody moves it. */
export interface SandboxClock extends Clock {
  /** Jumps to an instant, in milliseconds since the epoch; time runs on from there. */
  set(instant: number): void
  /** Jumps ahead: tokens, codes and sessions grow older at once. */
  advance(span: Span): void
}

export function createSandboxClock(source: Clock): SandboxClock {
  let aheadMs = 0
  return {
    now: () => source.now() + aheadMs,
    set: (instant) => {
      aheadMs = instant - source.now()
    },
    advance: ({ hours = 0, minutes = 0, seconds = 0 }) => {
      aheadMs += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}

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

/** @param onMove Is told of the time after each jump. */
export function createSandboxClock(
  source: Clock,
  onMove: (now: number) => void = () => {},
): SandboxClock {
  let aheadMs = 0
  const move = (newAheadMs: number): void => {
    aheadMs = newAheadMs
    onMove(source.now() + aheadMs)
  }
  return {
    now: () => source.now() + aheadMs,
    set: (instant) => move(instant - source.now()),
    advance: ({ hours = 0, minutes = 0, seconds = 0 }) =>
      move(aheadMs + ((hours * 60 + minutes) * 60 + seconds) * 1000),
  }
}

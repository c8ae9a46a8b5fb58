import type { Clock } from '../effects.ts'
import { invalidConfiguration } from '../sandbox-error.ts'

/** A span of time. */
export interface Span {
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** The time by which a sandbox lives: it runs with its source until it is moved. */
export interface SandboxClock extends Clock {
  /**
   * Jumps to an instant, in milliseconds since the epoch; time runs on from there.
   *
   * @throws {@link SandboxError} `invalid_configuration` for what is no number.
   */
  set(instant: number): void
  /**
   * Jumps ahead: tokens, codes and sessions grow older at once.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming what is unknown or no number.
   */
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
    set: (instant) => {
      requireNumber('instant', instant, 'milliseconds since the epoch')
      move(instant - source.now())
    },
    advance: (span) => {
      checkSpan(span)
      const { hours = 0, minutes = 0, seconds = 0 } = span
      move(aheadMs + ((hours * 60 + minutes) * 60 + seconds) * 1000)
    },
  }
}

const units = ['hours', 'minutes', 'seconds']

/** TypeScript reports this, but JavaScript does not, and a clock that does not move says nothing. */
function checkSpan(span: Span): void {
  for (const [unit, length] of Object.entries(span)) {
    if (!units.includes(unit)) {
      throw invalidConfiguration(
        `The span has ${JSON.stringify(unit)}, which is unknown: use ${units.join(', ')}.`,
      )
    }
    if (length !== undefined) requireNumber(unit, length, 'a number')
  }
}

function requireNumber(name: string, value: unknown, what: string): void {
  if (typeof value === 'number' && Number.isFinite(value)) return
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value)
  throw invalidConfiguration(`The clock cannot move to ${name} ${shown}: give ${what}.`)
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '@mudbrick/http'
import { systemClock } from '@mudbrick/http/internal'

/** Names a request; not a secret. */
export const randomId = (): string => randomUUID()

/** Writes to the console. */
export function writeToConsole(...parts: readonly unknown[]): void {
  console.error(...parts)
}

/** The clock of this machine, whose timers do not keep a process from ending. */
export const idleClock: Clock = {
  now: systemClock.now,
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs).unref()
    return () => clearTimeout(timer)
  },
}

/** Measures spans by a clock that cannot be set. */
export const spanClock: Clock = {
  now: () => performance.now(),
  setTimer: systemClock.setTimer,
}

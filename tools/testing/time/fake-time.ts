import type { Clock } from '@mudbrick/http'

/** A computer's time, which moves when a test says so. */
export interface FakeTime extends Clock {
  readonly monotonicNow: () => number
  /** Lets time pass: both clocks run and timers fire. */
  readonly pass: (ms: number) => void
  /** Closes the lid: the wall clock runs on, the page's clock and its timers stand still. */
  readonly sleep: (ms: number) => void
  /** Sets the wall clock, forwards or backwards. */
  readonly setBy: (ms: number) => void
}

interface Timer {
  readonly dueAt: number
  readonly callback: () => void
}

export function createFakeTime(): FakeTime {
  let wall = Date.UTC(2026, 10, 21, 9)
  let monotonic = 1_000
  let timers: readonly Timer[] = []

  return {
    now: () => wall,
    monotonicNow: () => monotonic,
    setTimer(callback, delayMs) {
      const timer = { dueAt: monotonic + delayMs, callback }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    pass(ms) {
      const end = monotonic + ms
      for (;;) {
        const due = timers.filter(({ dueAt }) => dueAt <= end)
        const next = due.toSorted((a, b) => a.dueAt - b.dueAt)[0]
        const until = next?.dueAt ?? end
        wall += until - monotonic
        monotonic = until
        if (!next) return
        timers = timers.filter((other) => other !== next)
        next.callback()
      }
    },
    sleep: (ms) => {
      wall += ms
    },
    setBy: (ms) => {
      wall += ms
    },
  }
}

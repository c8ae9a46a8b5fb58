import type { Clock } from '@mudbrick/http'

/** The clocks of a vault. */
export interface VaultClock extends Clock {
  /** Returns milliseconds since some instant, by a clock that cannot be set. */
  readonly elapsed: () => number
}

/** A moment, by both clocks of a process. */
export interface Moment {
  readonly now: number
  readonly elapsed: number
}

/** Tells the time, and how long ago a moment was. */
export interface Watch extends VaultClock {
  /**
   * The same clock, for deadlines. A process that was stopped, and finds on waking that a deadline has
   * passed long ago, gets a moment more: an answer that has arrived meanwhile is read first.
   */
  readonly patient: Clock
  readonly moment: () => Moment
  /**
   * Returns how long ago a moment was. The clock that cannot be set stands still in some machines while
   * they sleep, and the other one may be set: the longer time counts, and infinity after the clock was
   * set back.
   */
  readonly since: (moment: Moment) => number
}

export function createWatch(clock: VaultClock): Watch {
  const { now, elapsed } = clock
  return {
    ...clock,
    patient: { now, setTimer: setPatientTimer },
    moment: () => ({ now: now(), elapsed: elapsed() }),
    since(moment) {
      const byNow = now() - moment.now
      return byNow < -tolerableStepMs ? Infinity : Math.max(byNow, elapsed() - moment.elapsed)
    },
  }

  function setPatientTimer(callback: () => void, delayMs: number): () => void {
    const latest = elapsed() + delayMs + usualDelayMs
    let stopTimer = clock.setTimer(() => {
      if (elapsed() > latest) stopTimer = clock.setTimer(callback, momentMs)
      else callback()
    }, delayMs)
    return () => stopTimer()
  }
}

/** Timers of a running process are not later than that. */
const usualDelayMs = 50
const momentMs = 1_000
/** A clock that follows network time is set back a little now and then. */
const tolerableStepMs = 100

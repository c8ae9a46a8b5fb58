import type { Clock } from '@mudbrick/http'

/** Time as a vault needs it told. */
export interface VaultClock extends Clock {
  /** Gives milliseconds since some instant, by a clock that nobody sets. */
  readonly elapsed: () => number
}

/** A moment, by both clocks of a process. */
export interface Moment {
  readonly now: number
  readonly elapsed: number
}

/** Tells what time it is and how long ago something was. */
export interface Watch extends VaultClock {
  /**
   * The same clock, for deadlines: whoever wakes up and finds that one has gone by long ago is given
   * a moment more, since an answer that has come meanwhile is to be heard first.
   */
  readonly patient: Clock
  readonly moment: () => Moment
  /**
   * Gives how long ago a moment was. The clock that nobody sets stands still in some machines while
   * they sleep, and the other one may be set: the longer time counts, and a clock that was set back
   * makes it endless.
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

/** Later than that no timer rings in a process that is awake. */
const usualDelayMs = 50
const momentMs = 1_000
/** A clock that follows the time of a network is set back a little now and then. */
const tolerableStepMs = 100

/** A source of time; a test can give one of its own. */
export interface Clock {
  /** Returns the current time in epoch milliseconds. */
  readonly now: () => number
  /** Calls back once after a delay, unless the function that it returns is called before. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void
}

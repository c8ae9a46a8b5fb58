/** Time, as the calling program wants it told. */
export interface Clock {
  /** Gives the current instant in epoch milliseconds. */
  readonly now: () => number
  /** Calls back once after a delay, unless the function that it returns is called before. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void
}

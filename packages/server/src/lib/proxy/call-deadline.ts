import { type Clock, type SentRequest, TimeoutError } from '@mudbrick/http'

/** Ends a call when its client has left, or when the client or the service takes too long. */
export interface CallDeadline {
  /** Aborts with the client's reason, or with a {@link TimeoutError}. */
  readonly signal: AbortSignal
  /** Rejects with a {@link TimeoutError} when this takes too long. */
  readonly within: <Result>(receive: () => Promise<Result>) => Promise<Result>
  /** Starts that time again, if it runs. */
  readonly prolong: () => void
}

/** Describes a call, and how long to wait. */
export interface CallDeadlineOptions {
  readonly request: SentRequest
  readonly timeoutMs: number
  readonly clock: Clock
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
}

/** Watches over a call until its response begins; from then on, over the client only. */
export function createCallDeadline({
  request,
  timeoutMs,
  clock,
  signal,
}: CallDeadlineOptions): CallDeadline {
  const abandon = new AbortController()
  let stopTimer: (() => void) | undefined
  let giveUp: ((reason: unknown) => void) | undefined
  const end = (reason: unknown): void => {
    abandon.abort(reason)
    giveUp?.(reason)
  }
  const startTimer = (): void => {
    stopTimer = clock.setTimer(() => end(new TimeoutError(request, timeoutMs)), timeoutMs)
  }
  if (signal.aborted) end(signal.reason)
  signal.addEventListener('abort', () => end(signal.reason), { once: true })

  return {
    signal: abandon.signal,
    within: async (receive) => {
      startTimer()
      try {
        // The race ends the call on time even where a `fetch` ignores its signal.
        return await new Promise((resolve, reject) => {
          giveUp = reject
          receive().then(resolve, reject)
        })
      } finally {
        stopTimer?.()
        stopTimer = undefined
      }
    },
    prolong: () => {
      if (stopTimer === undefined) return
      stopTimer()
      startTimer()
    },
  }
}

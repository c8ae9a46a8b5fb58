/** Waits for a promise until the signal aborts, which ends the waiting and nothing else. */
export function raceAbort<Result>(
  promise: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abandon = (): void => reject(signal.reason)
    if (signal.aborted) abandon()
    signal.addEventListener('abort', abandon)
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon))
  })
}

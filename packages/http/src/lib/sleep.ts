import type { Clock } from './clock.ts'

/** Waits by a clock; when the signal aborts, it rejects with that signal's reason. */
export function sleep(
  delayMs: number,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const abort = (): void => {
      stopTimer()
      reject(signal?.reason)
    }
    const stopTimer = clock.setTimer(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', abort, { once: true })
  })
}

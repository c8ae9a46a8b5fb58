/** A clock that moves only when all that could be done without it has been done. */
export interface SteppedTime {
  now(): number
  elapsed(): number
  setTimer(callback: () => void, delayMs: number): () => void
  /** Sets the clock that people set; the other one goes on as it was. */
  jump(ms: number): void
  /** Lets that much time go by. */
  advance(ms: number): Promise<void>
  /** Lets time go by until the promise is settled, and gives what it gives. */
  run<Result>(promise: Promise<Result>): Promise<Result>
  /** Lets time go by until the next timer rings; false without one. */
  next(): Promise<boolean>
  /** Waits until nothing can be done any more without time going by. */
  settle(): Promise<void>
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

export function createSteppedTime(startsAt = Date.UTC(2026, 5, 1, 9)): SteppedTime {
  let elapsed = 0
  let offset = startsAt
  const timers = new Set<Timer>()

  return {
    now: () => offset + elapsed,
    elapsed: () => elapsed,
    setTimer(callback, delayMs) {
      const timer = { at: elapsed + Math.max(0, delayMs), callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    jump(ms) {
      offset += ms
    },
    async advance(ms) {
      const end = elapsed + ms
      await settleDown()
      for (let timer = findNext(end); timer; timer = findNext(end)) {
        fire(timer)
        await settleDown()
      }
      elapsed = end
      await settleDown()
    },
    async run(promise) {
      let isSettled = false
      const note = (): void => {
        isSettled = true
      }
      promise.then(note, note)
      for (;;) {
        await settleDown()
        if (isSettled) return promise
        const timer = findNext(Infinity)
        if (!timer) throw new Error('Nothing is left that could settle the promise.')
        fire(timer)
      }
    },
    async next() {
      await settleDown()
      const timer = findNext(Infinity)
      if (timer) fire(timer)
      return timer !== undefined
    },
    settle: settleDown,
  }

  function findNext(end: number): Timer | undefined {
    const due = [...timers].filter(({ at }) => at <= end)
    return due.toSorted((one, other) => one.at - other.at)[0]
  }

  function fire(timer: Timer): void {
    timers.delete(timer)
    elapsed = Math.max(elapsed, timer.at)
    timer.callback()
  }
}

/** What threads do for WebCrypto is no waiting: code that awaits it is not at rest. */
async function settleDown(): Promise<void> {
  watchCrypto()
  let quietTurns = 0
  while (quietTurns < 4) {
    await new Promise((resolve) => setImmediate(resolve))
    quietTurns = operations === 0 ? quietTurns + 1 : 0
  }
}

let operations = 0
let isWatching = false

function watchCrypto(): void {
  if (isWatching) return
  isWatching = true
  for (const name of [
    'encrypt',
    'decrypt',
    'sign',
    'verify',
    'digest',
    'wrapKey',
    'unwrapKey',
    'importKey',
    'exportKey',
    'generateKey',
    'deriveBits',
  ] as const) {
    const original = crypto.subtle[name].bind(crypto.subtle) as (
      ...given: unknown[]
    ) => Promise<unknown>
    const watched = (...given: unknown[]): Promise<unknown> => {
      operations += 1
      return original(...given).finally(() => {
        operations -= 1
      })
    }
    Object.defineProperty(crypto.subtle, name, { value: watched, configurable: true })
  }
}

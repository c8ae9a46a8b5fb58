import { createFakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

describe('createRateLimit()', () => {
  it('lets a second’s worth through at once, and the rest as time passes', async () => {
    const { take, pass } = createLimit(4)
    const passed = watch(Array.from({ length: 10 }, () => take(1)))
    expect(await passed()).toBe(4)
    await pass(250)
    expect(await passed()).toBe(5)
    await pass(1_000)
    expect(await passed()).toBe(9)
  })

  it('saves no more than a second’s worth', async () => {
    const { take, pass } = createLimit(4)
    await pass(60_000)
    const passed = watch(Array.from({ length: 10 }, () => take(1)))
    expect(await passed()).toBe(4)
  })

  it('counts what costs more', async () => {
    const { take, pass } = createLimit(4)
    const passed = watch(Array.from({ length: 4 }, () => take(2)))
    expect(await passed()).toBe(2)
    await pass(500)
    expect(await passed()).toBe(3)
  })

  it('stops waiting when it is told to', async () => {
    const { take, abort } = createLimit(1)
    await take(1)
    const waiting = take(1)
    abort()
    await expect(waiting).rejects.toHaveProperty('name', 'AbortError')
  })
})

function createLimit(ratePerSecond: number) {
  const time = createFakeTime()
  const controller = new AbortController()
  const { take } = createRateLimit({
    clock: { ...time, elapsed: time.monotonicNow },
    ratePerSecond,
  })
  return {
    take: (count: number) => take(count, controller.signal),
    abort: () => controller.abort(),
    pass: async (ms: number) => time.pass(ms),
  }
}

/** How many of these promises are fulfilled by now. */
function watch(promises: readonly Promise<void>[]): () => Promise<number> {
  let count = 0
  const counting = async (promise: Promise<void>): Promise<void> => {
    await promise
    count += 1
  }
  for (const promise of promises) void counting(promise)
  return async () => {
    await new Promise(setImmediate)
    return count
  }
}

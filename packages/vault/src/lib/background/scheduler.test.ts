import { ConfigurationError, NetworkError } from '@mudbrick/http'
import { SignInRequiredError } from '@mudbrick/ims'
import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it } from 'vitest'
import type { GrantRecord, GrantStore } from '../grant-store.ts'
import { createMemoryGrantStore } from '../stores/memory-grant-store.ts'
import { VaultError } from '../vault-error.ts'
import { createWatch } from '../vault-clock.ts'
import { createScheduler, type CreateSchedulerOptions, type Scheduler } from './scheduler.ts'

describe('createScheduler()', () => {
  it('does nothing before it is started', async () => {
    const { time, refreshed, put, pass } = createWorld()
    await put('grant-1', { dueAt: time.now() })
    await pass(60_000)
    expect(refreshed).toEqual([])
  })

  it('refreshes what is due, and nothing else', async () => {
    const { time, refreshed, put, pass, start } = createWorld()
    await put('due', { dueAt: time.now() })
    await put('due-later', { dueAt: time.now() + 3_600_000 })
    await put('never-due', {})
    start()
    await pass(2_000)
    expect(refreshed).toEqual(['due'])
  })

  it('refreshes what becomes due', async () => {
    const { time, refreshed, put, pass, start } = createWorld()
    start()
    await put('grant-1', { dueAt: time.now() + 60_000 })
    await pass(59_000)
    expect(refreshed).toEqual([])
    await pass(3_000)
    expect(refreshed).toEqual(['grant-1'])
  })

  it('tells IMS of grants that were revoked', async () => {
    const { time, refreshed, settled, put, pass, start } = createWorld()
    await put('grant-1', { dueAt: time.now(), isRevocationPending: true })
    start()
    await pass(2_000)
    expect(settled).toEqual(['grant-1'])
    expect(refreshed).toEqual([])
  })

  it('does everything, however much it is', async () => {
    const { time, refreshed, put, pass, start } = createWorld({ options: { ratePerSecond: 1_000 } })
    const ids = Array.from({ length: 450 }, (_, index) => `grant-${index}`)
    for (const id of ids) await put(id, { dueAt: time.now() })
    start()
    await pass(5_000)
    expect(refreshed.toSorted()).toEqual(ids.toSorted())
  })

  it('sends IMS no more than its rate', async () => {
    const { time, refreshed, put, pass, start } = createWorld({ options: { ratePerSecond: 5 } })
    for (let index = 0; index < 100; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(10_000)
    expect(refreshed.length).toBeGreaterThan(40)
    expect(refreshed.length).toBeLessThanOrEqual(5 + 10 * 5)
  })

  it('works on no more than so many at a time', async () => {
    let present = 0
    let most = 0
    const { time, put, pass, start } = createWorld({
      options: { concurrency: 3 },
      refresh: async () => {
        present += 1
        most = Math.max(most, present)
        await new Promise(setImmediate)
        present -= 1
      },
    })
    for (let index = 0; index < 20; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(2_000)
    expect(most).toBe(3)
  })

  it('leaves the work to one process, and to the next when that one ends', async () => {
    const { time, store, put, pass, start, stop } = createWorld()
    const other = createWorld({ time, store })
    start()
    await pass(2_000)
    other.start()
    await put('grant-1', { dueAt: time.now() })
    await pass(30_000)
    expect(other.refreshed).toEqual([])
    await stop()
    await put('grant-2', { dueAt: time.now() })
    await pass(30_000)
    expect(other.refreshed).toEqual(['grant-2'])
  })

  it('does not even look while another process has the work', async () => {
    let scans = 0
    const store = createMemoryGrantStore()
    const scan: GrantStore['scan'] = (...parameters) => {
      scans += 1
      return store.scan(...parameters)
    }
    await store.lease('work:client-1', 3_600_000)
    const { pass, start } = createWorld({ store: { ...store, scan } })
    start()
    await pass(60_000)
    expect(scans).toBe(0)
  })

  it('takes the work over from a process that is gone', async () => {
    const { time, store, put, pass, refreshed, start } = createWorld()
    await store.lease('work:client-1', 30_000)
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(29_000)
    expect(refreshed).toEqual([])
    await pass(20_000)
    expect(refreshed).toEqual(['grant-1'])
  })

  it('stops in the middle when another process has taken the work over', async () => {
    const world = createWorld({ options: { concurrency: 1, ratePerSecond: 1 } })
    const { time, store, put, pass, refreshed, start } = world
    for (let index = 0; index < 60; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(5_000)
    const before = refreshed.length
    expect(before).toBeGreaterThan(0)
    // The computer sleeps for longer than the right lasts, and another process takes it.
    world.expireLeases()
    await store.lease('work:client-1', 3_600_000)
    await pass(60_000)
    expect(refreshed.length - before).toBeLessThanOrEqual(12)
  })

  it('leaves a grant alone for longer and longer that stays due', async () => {
    let attempts = 0
    const { time, put, pass, start } = createWorld({
      refresh: async () => {
        attempts += 1
        throw new VaultError('corrupt_record')
      },
    })
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(3_600_000, 2_000)
    expect(attempts).toBeGreaterThan(10)
    expect(attempts).toBeLessThan(25)
  })

  it('does the others although one cannot be opened', async () => {
    const { time, put, pass, start, refreshed } = createWorld({
      refresh: async (id) => {
        if (id === 'grant-1') throw new VaultError('corrupt_record')
        refreshed.push(id)
      },
    })
    await put('grant-1', { dueAt: time.now() - 1 })
    await put('grant-2', { dueAt: time.now() })
    start()
    await pass(1_000)
    expect(refreshed).toEqual(['grant-2'])
  })

  it('leaves IMS alone after several failures in a row', async () => {
    let attempts = 0
    const { time, put, pass, start } = createWorld({
      refresh: async () => {
        attempts += 1
        throw networkError()
      },
    })
    for (let index = 0; index < 500; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(600_000, 1_000)
    expect(attempts).toBeGreaterThan(10)
    expect(attempts).toBeLessThan(200)
  })

  it('takes failures between successes for no trouble of IMS', async () => {
    const attempted = new Set<string>()
    const { time, put, pass, start } = createWorld({
      options: { concurrency: 1 },
      refresh: async (id) => {
        attempted.add(id)
        if (attempted.size % 2 === 0) throw networkError()
      },
    })
    for (let index = 0; index < 20; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(600)
    expect(attempted.size).toBe(20)
  })

  it('leaves IMS alone for as long as it asks to be', async () => {
    let attempts = 0
    const { time, put, pass, start } = createWorld({
      options: { concurrency: 1 },
      refresh: async () => {
        attempts += 1
        throw Object.assign(networkError(), { retryAfterMs: 120_000 })
      },
    })
    for (let index = 0; index < 50; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(119_000)
    expect(attempts).toBe(1)
    await pass(5_000)
    expect(attempts).toBe(2)
  })

  it('rests after failed revocations too', async () => {
    let attempts = 0
    const { time, put, pass, start } = createWorld({
      settle: async () => {
        attempts += 1
        return networkError()
      },
    })
    for (let index = 0; index < 500; index += 1) {
      await put(`grant-${index}`, { dueAt: time.now(), isRevocationPending: true })
    }
    start()
    await pass(60_000)
    expect(attempts).toBeLessThan(60)
  })

  it('takes users who have to sign in again for no trouble of IMS', async () => {
    const { time, put, pass, start, refreshed } = createWorld({
      refresh: async (id) => {
        refreshed.push(id)
        throw new SignInRequiredError('refresh_rejected')
      },
    })
    for (let index = 0; index < 20; index += 1) await put(`grant-${index}`, { dueAt: time.now() })
    start()
    await pass(3_000)
    expect(new Set(refreshed).size).toBe(20)
  })

  it('tells that the store is down, more and more seldom, and goes on when it is back', async () => {
    let isDown = true
    const store = createMemoryGrantStore()
    const scan: GrantStore['scan'] = (...parameters) =>
      isDown ? Promise.reject(new VaultError('store_unavailable')) : store.scan(...parameters)
    const { time, put, pass, start, refreshed, workFailures } = createWorld({
      store: { ...store, scan },
    })
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(120_000)
    expect(new Set(workFailures)).toEqual(new Set(['store_unavailable']))
    expect(workFailures.length).toBeLessThan(20)
    isDown = false
    await pass(60_000)
    expect(refreshed).toEqual(['grant-1'])
  })

  it('survives a mistake, and tells of it', async () => {
    const { time, put, pass, start, workFailures } = createWorld({
      refresh: async () => {
        throw new TypeError('x is not a function')
      },
    })
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(1_000)
    expect(workFailures).toEqual(['TypeError'])
  })

  it('stops at once, in the middle of its work', async () => {
    const { time, put, pass, start, stop } = createWorld({
      refresh: (_id, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(2_000)
    await expect(stop()).resolves.toBeUndefined()
  })

  it('starts again', async () => {
    const { time, put, pass, start, stop, refreshed } = createWorld()
    start()
    start()
    await stop()
    await stop()
    await put('grant-1', { dueAt: time.now() })
    start()
    await pass(2_000)
    expect(refreshed).toEqual(['grant-1'])
  })

  it('refuses options that are not numbers above zero', () => {
    expect(() => createWorld({ options: { ratePerSecond: 0 } })).toThrow(ConfigurationError)
    expect(() => createWorld({ options: { concurrency: Number.NaN } })).toThrow(
      'scheduler.concurrency is NaN, which is not a number above zero: give one, or leave it out.',
    )
  })
})

interface World extends Scheduler {
  readonly time: FakeTime
  readonly store: GrantStore
  /** The ids of the grants that were refreshed, in order. */
  readonly refreshed: string[]
  readonly settled: string[]
  readonly workFailures: string[]
  readonly put: (id: string, changes: Partial<GrantRecord>) => Promise<void>
  readonly pass: (ms: number, stepMs?: number) => Promise<void>
  readonly expireLeases: () => void
}

interface WorldOptions extends Partial<CreateSchedulerOptions> {
  readonly time?: FakeTime
  readonly store?: GrantStore
  readonly random?: () => number
}

function createWorld({
  time = createFakeTime(),
  store: givenStore,
  random = () => 0.5,
  ...changes
}: WorldOptions = {}): World {
  let storeAhead = 0
  const store =
    givenStore ?? createMemoryGrantStore({ clock: { now: () => time.monotonicNow() + storeAhead } })
  const refreshed: string[] = []
  const settled: string[] = []
  const workFailures: string[] = []

  const clearDue = async (id: string): Promise<void> => {
    const record = await store.read(id)
    if (!record) return
    const { version } = record
    await store.compareAndSwap(id, version, { ...record, version: version + 1, dueAt: undefined })
  }
  const context = {
    ims: { clientId: 'client-1' },
    store,
    watch: createWatch({ ...time, elapsed: time.monotonicNow }),
    random,
  }
  const scheduler = createScheduler(context, {
    refresh: async (id) => {
      refreshed.push(id)
      await clearDue(id)
    },
    settle: async (id) => {
      settled.push(id)
      await clearDue(id)
    },
    emitWorkFailed: (code) => workFailures.push(code),
    ...changes,
  })

  return {
    ...scheduler,
    time,
    store,
    refreshed,
    settled,
    workFailures,
    expireLeases: () => {
      storeAhead += 31_000
    },
    async put(id, record) {
      await store.compareAndSwap(id, 0, { ...plainRecord, ...record })
    },
    async pass(ms, stepMs = 100) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await settle()
        time.pass(stepMs)
      }
      await settle()
    },
  }
}

const plainRecord: GrantRecord = {
  version: 1,
  clientId: 'client-1',
  subjectHash: undefined,
  keyId: 'key-1',
  dueAt: undefined,
  isRevocationPending: false,
  sealed: 'fake-jwe',
}

/** Lets everything happen that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
}

function networkError(): NetworkError {
  return new NetworkError({ method: 'POST', url: 'https://ims.test/ims/token/v3' })
}

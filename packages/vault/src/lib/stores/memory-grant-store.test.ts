import { describe, expect, it } from 'vitest'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { createMemoryGrantStore } from './memory-grant-store.ts'

const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)

describe('createMemoryGrantStore()', () => {
  it.each(checks)('%s', async (_, run) => {
    const store = createMemoryGrantStore()
    await expect(run(() => store)).resolves.toBeUndefined()
  })

  it('tells by the clock that it was given when a lease is over', async () => {
    let now = 0
    const store = createMemoryGrantStore({ clock: { now: () => now } })
    await store.lease('a', 1_000)
    now = 999
    expect(await store.lease('a', 1_000)).toBeUndefined()
    now = 1_000
    expect(await store.lease('a', 1_000)).toMatchObject({ fence: 2 })
  })

  it('keeps a record as it was when it was written', async () => {
    const store = createMemoryGrantStore()
    const record = {
      version: 1,
      clientId: 'app',
      subjectHash: undefined,
      keyId: 'k',
      dueAt: 1,
      isRevocationPending: false,
      sealed: 's',
    }
    await store.compareAndSwap('a', 0, record)
    record.sealed = 'changed'
    expect(await store.read('a')).toHaveProperty('sealed', 's')
  })
})

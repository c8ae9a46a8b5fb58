import { createSteppedTime } from '@mudbrick/testing/stepped-time'
import { createGate } from '@mudbrick/testing/vault-world'
import { ConfigurationError } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { withTimeout } from './store-with-timeout.ts'
import { createMemoryGrantStore } from './stores/memory-grant-store.ts'
import { VaultError } from './vault-error.ts'

describe('withTimeout()', () => {
  it('passes on what the store answers', async () => {
    const { guarded } = createGuarded()
    expect(await guarded.read('unknown')).toBeUndefined()
    expect(await guarded.countByKey('client-1')).toEqual([])
  })

  it("makes a VaultError of a driver's", async () => {
    const { guarded } = createGuarded({ read: () => Promise.reject(new Error('ECONNREFUSED')) })
    await expect(guarded.read('id-1')).rejects.toMatchObject({
      code: 'store_unavailable',
      grantId: 'id-1',
      cause: { message: 'ECONNREFUSED' },
    })
  })

  it("leaves a store's own VaultError as it is", async () => {
    const full = new VaultError('store_full')
    const { guarded } = createGuarded({ compareAndSwap: () => Promise.reject(full) })
    await expect(guarded.compareAndSwap('id-1', 1, undefined)).rejects.toBe(full)
  })

  it('leaves a mistake of the program as it is', async () => {
    const mistake = new ConfigurationError('invalid_option', 'pool', 'call migrate()')
    const { guarded } = createGuarded({ read: () => Promise.reject(mistake) })
    await expect(guarded.read('id-1')).rejects.toBe(mistake)
  })

  it('fails when the store does not answer', async () => {
    const { guarded, time } = createGuarded({ countByKey: () => new Promise(() => {}) })
    const began = time.elapsed()
    await expect(time.run(guarded.countByKey('client-1'))).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    expect(time.elapsed() - began).toBe(10_000)
  })

  it('releases a lease that comes too late', async () => {
    const gate = createGate()
    const { lease } = createMemoryGrantStore()
    const { guarded, time } = createGuarded({
      async lease(name, ttlMs) {
        await gate.pass()
        return lease(name, ttlMs)
      },
    })
    await expect(time.run(guarded.lease('grant:id-1', 60_000))).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    gate.open()
    await time.settle()
    expect(await lease('grant:id-1', 60_000)).toMatchObject({ fence: 2 })
  })
})

function createGuarded(faults: Partial<ReturnType<typeof createMemoryGrantStore>> = {}) {
  const time = createSteppedTime()
  return { time, guarded: withTimeout({ ...createMemoryGrantStore(), ...faults }, time) }
}

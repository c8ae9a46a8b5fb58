import { strict as assert } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GrantFilter, GrantRecord, GrantStore, Lease } from '../grant-store.ts'
import { readUptimeMs } from './uptime.ts'

/**
 * Opens the store under test. Called again, it opens the same store once more, as another process
 * would; a store that only one process can see returns the open one.
 */
export type OpenGrantStore = () => GrantStore | Promise<GrantStore>

/** One requirement of every store. */
export interface GrantStoreCheck {
  /** What the store has to do. */
  readonly name: string
  /** Rejects if it does not. The store has to be empty; it is closed at the end. */
  readonly run: (openStore: OpenGrantStore) => Promise<void>
}

/**
 * The requirements of every store, for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of grantStoreConformance) {
 *   it(name, async () => {
 *     const database = await createEmptyDatabase()
 *     await run(() => createMyGrantStore(database))
 *   })
 * }
 * ```
 */
export const grantStoreConformance: readonly GrantStoreCheck[] = [
  check('returns nothing where nothing was written', async (open) => {
    const store = await open()
    assert.equal(await store.read('a'), undefined)
    assert.deepEqual(await store.countByKey('app'), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: Infinity }, 10), [])
  }),

  check('returns a record as it was written', async (open) => {
    const store = await open()
    const plain = createRecord()
    const unusual = createRecord({
      clientId: 'ключ/app 1',
      subjectHash: 'a user’s hash',
      keyId: 'kms:eu/key 1 – ключ',
      dueAt: 1_790_000_000_000.123,
      isRevocationPending: true,
      sealed: 'e'.repeat(100_000),
    })
    assert.equal(await store.compareAndSwap('plain', 0, plain), true)
    assert.equal(await store.compareAndSwap('unusual', 0, unusual), true)
    assert.deepEqual(await store.read('plain'), plain)
    assert.deepEqual(await store.read('unusual'), unusual)
  }),

  check('writes in the place of one version only', async (open) => {
    const store = await open()
    const first = createRecord()
    const second = createRecord({ version: 2, sealed: 'second' })
    assert.equal(await store.compareAndSwap('a', 1, second), false, 'there is none yet')
    assert.equal(await store.compareAndSwap('a', 0, first), true)
    assert.equal(await store.compareAndSwap('a', 0, createRecord({ sealed: 'late' })), false)
    assert.equal(await store.compareAndSwap('a', 1, second), true)
    assert.equal(await store.compareAndSwap('a', 1, second), false, 'it is the second by now')
    assert.deepEqual(await store.read('a'), second)
  }),

  check('removes one version only', async (open) => {
    const store = await open()
    await store.compareAndSwap('a', 0, createRecord())
    assert.equal(await store.compareAndSwap('a', 2, undefined), false)
    assert.deepEqual(await store.read('a'), createRecord())
    assert.equal(await store.compareAndSwap('a', 1, undefined), true)
    assert.equal(await store.read('a'), undefined)
    assert.equal(await store.compareAndSwap('a', 1, undefined), false)
    assert.equal(await store.compareAndSwap('a', 0, createRecord()), true, 'the place is free')
  }),

  check('lets one of many writers have each version', async (open) => {
    const stores = [await open(), await open()]
    for (let version = 0; version < 3; version += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, writer) => {
          const record = createRecord({ version: version + 1, sealed: `by ${writer}` })
          return pick(stores, writer).compareAndSwap('a', version, record)
        }),
      )
      assert.equal(answers.filter(Boolean).length, 1)
      const record = await pick(stores, version).read('a')
      assert.deepEqual(record?.sealed, `by ${answers.indexOf(true)}`)
    }
  }),

  check('shows a record to others as soon as it is written', async (open) => {
    const [one, other] = [await open(), await open()]
    for (let version = 0; version < 5; version += 1) {
      assert.equal((await other.read('a'))?.version ?? 0, version)
      await one.compareAndSwap('a', version, createRecord({ version: version + 1 }))
    }
    await one.compareAndSwap('a', 5, undefined)
    assert.equal(await other.read('a'), undefined)
  }),

  check('keeps what it has when it is closed', async (open) => {
    const before = await open()
    const record = createRecord({ dueAt: 5, isRevocationPending: true })
    await before.compareAndSwap('a', 0, record)
    await before.close()
    const after = await open()
    assert.deepEqual(await after.read('a'), record)
    assert.deepEqual(await findAll(after, { clientId: 'app', dueBefore: 5 }, 10), ['a'])
  }),

  check('finds what is due, earliest first', async (open) => {
    const store = await open()
    const dueAts = { late: 300, never: undefined, early: 100.5, old: -1, same: 200, even: 200 }
    await Promise.all(
      Object.entries(dueAts).map(([id, dueAt]) =>
        store.compareAndSwap(id, 0, createRecord({ dueAt })),
      ),
    )
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: -2 }, 10), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: 200 }, 10), [
      'old',
      'early',
      'even',
      'same',
    ])
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: 199.9 }, 10), [
      'old',
      'early',
    ])
  }),

  check('finds what has tokens to revoke', async (open) => {
    const store = await open()
    await store.compareAndSwap('b', 0, createRecord({ isRevocationPending: true }))
    await store.compareAndSwap('a', 0, createRecord({ isRevocationPending: true, dueAt: 1 }))
    await store.compareAndSwap('c', 0, createRecord())
    const found = await findAll(store, { clientId: 'app', isRevocationPending: true }, 10)
    assert.deepEqual(found.toSorted(), ['a', 'b'])
    await store.compareAndSwap('c', 1, createRecord({ version: 2 }))
    await store.compareAndSwap('c', 2, undefined)
    assert.deepEqual(
      await findAll(store, { clientId: 'app', isRevocationPending: true }, 10),
      found,
    )
  }),

  check('finds what is sealed with a key, and counts by key', async (open) => {
    const store = await open()
    for (const [id, keyId] of Object.entries({ a: '1', b: '2', c: '1', d: '10', e: '' })) {
      await store.compareAndSwap(id, 0, createRecord({ keyId }))
    }
    assert.deepEqual((await findAll(store, { clientId: 'app', keyId: '1' }, 10)).toSorted(), [
      'a',
      'c',
    ])
    assert.deepEqual(await findAll(store, { clientId: 'app', keyId: '' }, 10), ['e'])
    assert.deepEqual(await findAll(store, { clientId: 'app', keyId: '3' }, 10), [])
    assert.deepEqual(await countByKey(store, 'app'), { '': 1, 1: 2, 10: 1, 2: 1 })
  }),

  check('finds a record by what it says now', async (open) => {
    const store = await open()
    const first = createRecord({ dueAt: 100, isRevocationPending: true, keyId: 'old' })
    await store.compareAndSwap('changed', 0, first)
    await store.compareAndSwap('removed', 0, first)
    await store.compareAndSwap('changed', 1, createRecord({ version: 2, dueAt: 200, keyId: 'new' }))
    await store.compareAndSwap('removed', 1, undefined)
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: 100 }, 10), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: 200 }, 10), ['changed'])
    assert.deepEqual(await findAll(store, { clientId: 'app', isRevocationPending: true }, 10), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', keyId: 'old' }, 10), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', keyId: 'new' }, 10), ['changed'])
    assert.deepEqual(await countByKey(store, 'app'), { new: 1 })
  }),

  check('does not find what a refused write would have said', async (open) => {
    const store = await open()
    await store.compareAndSwap('a', 0, createRecord())
    const refused = createRecord({ dueAt: 1, isRevocationPending: true, keyId: 'other' })
    assert.equal(await store.compareAndSwap('a', 0, refused), false)
    assert.deepEqual(await findAll(store, { clientId: 'app', dueBefore: 1 }, 10), [])
    assert.deepEqual(await findAll(store, { clientId: 'app', isRevocationPending: true }, 10), [])
    assert.deepEqual(await countByKey(store, 'app'), { current: 1 })
  }),

  check('finds everything once, in as many parts as it takes', async (open) => {
    const store = await open()
    const ids = Array.from({ length: 23 }, (_, index) => `grant-${index}`)
    await Promise.all(
      ids.map((id, index) => {
        const dueAt = 1_000 + (index % 3)
        const record = createRecord({ dueAt, isRevocationPending: true, subjectHash: 'user' })
        return store.compareAndSwap(id, 0, record)
      }),
    )
    const filters: readonly GrantFilter[] = [
      { clientId: 'app', dueBefore: 2_000 },
      { clientId: 'app', isRevocationPending: true },
      { clientId: 'app', keyId: 'current' },
      { clientId: 'app', subjectHash: 'user' },
    ]
    for (const filter of filters) {
      for (const limit of [1, 5, 23, 24]) {
        const found = await findAll(store, filter, limit)
        assert.equal(found.length, 23)
        assert.deepEqual(found.toSorted(), ids.toSorted())
      }
    }
    assert.equal(
      (await store.scan({ clientId: 'app', dueBefore: 2_000 }, { limit: 24 })).next,
      undefined,
    )
  }),

  check('goes on finding while what it found is changed', async (open) => {
    const store = await open()
    const ids = ['a', 'b', 'c', 'd', 'e']
    for (const id of ids) await store.compareAndSwap(id, 0, createRecord({ dueAt: 1 }))
    const seen: string[] = []
    let after: string | undefined
    do {
      const scan = await store.scan({ clientId: 'app', dueBefore: 1 }, { after, limit: 2 })
      seen.push(...scan.ids)
      for (const id of scan.ids) {
        await store.compareAndSwap(id, 1, createRecord({ version: 2, dueAt: 1_000 }))
      }
      after = scan.next
    } while (after !== undefined)
    assert.deepEqual(seen, ids)
  }),

  check('counts the records', async (open) => {
    const store = await open()
    for (const id of ['a', 'b', 'c']) await store.compareAndSwap(id, 0, createRecord())
    await store.compareAndSwap('a', 1, createRecord({ version: 2 }))
    await store.compareAndSwap('b', 1, undefined)
    assert.deepEqual(await countByKey(store, 'app'), { current: 2 })
  }),

  check('finds the records of a user', async (open) => {
    const store = await open()
    await store.compareAndSwap('b', 0, createRecord({ subjectHash: 'one' }))
    await store.compareAndSwap('a', 0, createRecord({ subjectHash: 'one' }))
    await store.compareAndSwap('c', 0, createRecord({ subjectHash: 'other' }))
    await store.compareAndSwap('d', 0, createRecord())
    const one: GrantFilter = { clientId: 'app', subjectHash: 'one' }
    assert.deepEqual((await findAll(store, one, 10)).toSorted(), ['a', 'b'])
    await store.compareAndSwap('b', 1, undefined)
    await store.compareAndSwap('d', 1, createRecord({ version: 2, subjectHash: 'one' }))
    await store.compareAndSwap('a', 1, createRecord({ version: 2, subjectHash: 'other' }))
    assert.deepEqual(await findAll(store, one, 10), ['d'])
  }),

  check('keeps the clients apart', async (open) => {
    const store = await open()
    const parts = { dueAt: 1, isRevocationPending: true, subjectHash: 'user' }
    await store.compareAndSwap('mine', 0, createRecord(parts))
    await store.compareAndSwap('theirs', 0, createRecord({ ...parts, clientId: 'app-2' }))
    for (const [clientId, id] of [
      ['app', 'mine'],
      ['app-2', 'theirs'],
    ] as const) {
      for (const criterion of [
        { dueBefore: 1 },
        { isRevocationPending: true },
        { keyId: 'current' },
        { subjectHash: 'user' },
      ] as const) {
        assert.deepEqual(await findAll(store, { clientId, ...criterion }, 1), [id])
      }
      assert.deepEqual(await countByKey(store, clientId), { current: 1 })
    }
    assert.deepEqual(await countByKey(store, 'ap'), {})
  }),

  check('writes any higher version', async (open) => {
    const store = await open()
    await store.compareAndSwap('a', 0, createRecord({ version: 5 }))
    assert.equal(await store.compareAndSwap('a', 5, createRecord({ version: 12 })), true)
    assert.equal((await store.read('a'))?.version, 12)
  }),

  check('tells ids with odd characters apart', async (open) => {
    const store = await open()
    const ids = ["a'b", 'a"b', 'a b', 'a%b', 'a_b', 'ä', 'a\u0308', '😀', '-', 'x'.repeat(1_000)]
    for (const id of ids) {
      assert.equal(await store.compareAndSwap(id, 0, createRecord({ sealed: `of ${id}` })), true)
    }
    for (const id of ids) assert.equal((await store.read(id))?.sealed, `of ${id}`)
    const found = await findAll(store, { clientId: 'app', keyId: 'current' }, 3)
    assert.deepEqual(found.toSorted(), ids.toSorted())
  }),

  check('has nothing under an id that is not a string', async (open) => {
    const store = await open()
    await store.compareAndSwap('a', 0, createRecord())
    await store.compareAndSwap('\ufffd', 0, createRecord())
    assert.equal(await store.read('a\0b'), undefined)
    assert.equal(await store.read('\ud800'), undefined)
    assert.equal(await store.compareAndSwap('a\0b', 1, undefined), false)
  }),

  check('gives a lease to one at a time', async (open) => {
    const [one, other] = [await open(), await open()]
    const lease = await demandLease(one, 'a', 60_000)
    assert.equal(await one.lease('a', 60_000), undefined)
    assert.equal(await other.lease('a', 60_000), undefined)
    await demandLease(other, 'b', 60_000)
    assert.equal(await lease.renew(), true)
    await lease.release()
    await demandLease(other, 'a', 60_000)
  }),

  check('gives a lease to one of many who ask at once', async (open) => {
    const stores = [await open(), await open()]
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, asker) => pick(stores, asker).lease('a', 60_000)),
      )
      const given = answers.filter((lease) => lease !== undefined)
      assert.equal(given.length, 1)
      await given[0]?.release()
    }
  }),

  check('gives every lease a higher fence than those before', async (open) => {
    const one = await open()
    const other = await open()
    const fences: number[] = []
    for (const [store, name] of [
      [one, 'a'],
      [other, 'b'],
      [other, 'a'],
      [one, 'a'],
    ] as const) {
      const lease = await demandLease(store, name, 60_000)
      fences.push(lease.fence)
      await lease.release()
    }
    await one.close()
    await other.close()
    fences.push((await demandLease(await open(), 'a', 60_000)).fence)
    assert.deepEqual(
      fences,
      fences.toSorted((a, b) => a - b),
    )
    assert.equal(new Set(fences).size, fences.length)
  }),

  check('gives an expired lease to another process', async (open) => {
    const [one, other] = [await open(), await open()]
    const lost = await demandLease(one, 'a', 5)
    const taken = await waitForLease(other, 'a', 60_000)
    assert.ok(taken.fence > lost.fence)
    assert.equal(await lost.renew(), false)
    await lost.release()
    assert.equal(await one.lease('a', 60_000), undefined, 'only its holder can release it')
    assert.equal(await taken.renew(), true)
  }),

  check('releases a lease once', async (open) => {
    const store = await open()
    const lease = await demandLease(store, 'a', 60_000)
    await lease.release()
    await lease.release()
    assert.equal(await lease.renew(), false)
    const next = await demandLease(store, 'a', 60_000)
    await lease.release()
    assert.equal(await store.lease('a', 60_000), undefined)
    await next.release()
  }),

  check('makes a lease last its full time again', async (open) => {
    const [one, other] = [await open(), await open()]
    // A busy machine may sleep longer than it was told to, and prove nothing: then more slowly.
    for (let ttlMs = 60; ttlMs < 10_000; ttlMs *= 2) {
      const lease = await waitForLease(one, 'a', ttlMs)
      await sleep(ttlMs * 0.6)
      const renewedAt = readUptimeMs()
      const isRenewed = await lease.renew()
      await sleep(ttlMs * 0.6)
      const rival = await other.lease('a', ttlMs)
      const hasProof = isRenewed && readUptimeMs() - renewedAt < ttlMs
      if (hasProof) return assert.equal(rival, undefined)
      await rival?.release()
      await lease.release()
    }
    assert.fail('no lease could be renewed in its time')
  }),
]

function check(name: string, run: GrantStoreCheck['run']): GrantStoreCheck {
  return Object.freeze<GrantStoreCheck>({
    name,
    async run(openStore) {
      const opened: GrantStore[] = []
      try {
        await run(async () => {
          const store = await openStore()
          opened.push(store)
          return store
        })
      } finally {
        for (const store of new Set(opened)) await store.close()
      }
    },
  })
}

function createRecord(parts: Partial<GrantRecord> = {}): GrantRecord {
  return {
    version: 1,
    clientId: 'app',
    subjectHash: undefined,
    keyId: 'current',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'sealed',
    ...parts,
  }
}

async function findAll(store: GrantStore, filter: GrantFilter, limit: number): Promise<string[]> {
  const found: string[] = []
  let after: string | undefined
  do {
    const scan = await store.scan(filter, { after, limit })
    assert.ok(scan.ids.length <= limit, `${scan.ids.length} ids, where ${limit} were wanted`)
    found.push(...scan.ids)
    after = scan.next
  } while (after !== undefined)
  return found
}

async function countByKey(store: GrantStore, clientId: string): Promise<Record<string, number>> {
  const usages = await store.countByKey(clientId)
  return Object.fromEntries(usages.map(({ keyId, records }) => [keyId, records]))
}

async function demandLease(store: GrantStore, name: string, ttlMs: number): Promise<Lease> {
  const lease = await store.lease(name, ttlMs)
  assert.ok(lease, `the lease ${name} is free, but was not given`)
  return lease
}

async function waitForLease(store: GrantStore, name: string, ttlMs: number): Promise<Lease> {
  const startedAt = readUptimeMs()
  for (;;) {
    const lease = await store.lease(name, ttlMs)
    if (lease) return lease
    assert.ok(readUptimeMs() - startedAt < 10_000, `the lease ${name} is not given up`)
    await sleep(2)
  }
}

function pick(stores: readonly GrantStore[], index: number): GrantStore {
  const store = stores[index % stores.length]
  assert.ok(store)
  return store
}

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bundle } from '@mudbrick/testing/program'
import {
  bundleStoreProgram,
  startStoreProcess,
  type StoreProcess,
} from '@mudbrick/testing/store-process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { GrantFilter, GrantRecord, GrantStore } from '../grant-store.ts'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { createLmdbGrantStore } from './lmdb-grant-store.ts'
import { readUptimeMs } from './uptime.ts'

let bundle: Bundle
let processes: readonly [StoreProcess, StoreProcess]
const folders: string[] = []

beforeAll(async () => {
  bundle = await bundleStoreProgram()
  processes = [startStoreProcess(bundle), startStoreProcess(bundle)]
}, 30_000)

afterAll(() => bundle.dispose())

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const isWindows = process.platform === 'win32'
const timeout = 30_000

describe.skipIf(isWindows)('createLmdbGrantStore() in several processes', { timeout }, () => {
  it.each([
    'lets one of many writers have each version',
    'shows a record to others as soon as it is written',
    'gives a lease to one of many who ask at once',
    'gives every lease a higher fence than those before',
    'takes a lease from who lets it go by',
  ])('%s', async (wanted) => {
    const check = grantStoreConformance.find(({ name }) => name === wanted)
    const folder = createFolder()
    let opened = 0
    await check?.run(() => {
      opened += 1
      return processes[opened % 2 === 0 ? 0 : 1].open({ folder })
    })
    expect(opened).toBeGreaterThan(1)
  })

  it('shows what another process has written while this one was busy', async () => {
    const folder = createFolder()
    const store = createLmdbGrantStore({ folder })
    const remote = await processes[0].open({ folder })
    await remote.compareAndSwap('a', 0, createRecord())
    const before = store.read('a')
    const writing = remote.compareAndSwap('a', 1, createRecord({ version: 2 }))
    blockUntilWritten(folder)
    const after = store.read('a')
    expect(await before).toHaveProperty('version', 1)
    expect(await after).toHaveProperty('version', 2)
    await writing
    await store.close()
  })

  it('keeps what a process has written that is killed', async () => {
    const folder = createFolder()
    const store = createLmdbGrantStore({ folder })
    const acknowledged = new Map<string, number>()
    for (let round = 0; round < 3; round += 1) {
      const writer = startStoreProcess(bundle)
      const remote = await writer.open({ folder })
      const writing = Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => writeOn(remote, `${index}`, acknowledged)),
      )
      await sleep(10 + round * 7)
      writer.signal('SIGKILL')
      await writing
      expect(await findLostWrites(store, acknowledged)).toEqual([])
    }
    await expectIndexesToAgree(store)
    await store.close()
  })

  it('gives the lease of a process that is killed to another when its time is over', async () => {
    const folder = createFolder()
    const time = createTime()
    const store = createLmdbGrantStore({ folder, clock: time })
    const holder = startStoreProcess(bundle)
    const lost = await (await holder.open({ folder })).lease('a', 60_000)
    holder.signal('SIGKILL')
    await holder.exited
    expect(await store.lease('a', 60_000)).toBeUndefined()
    time.advance(60_000)
    const taken = await store.lease('a', 60_000)
    expect(taken?.fence).toBeGreaterThan(lost?.fence ?? Infinity)
    await store.close()
  })

  it('tells a process that was stopped for too long that its lease is gone', async () => {
    const folder = createFolder()
    const time = createTime()
    const store = createLmdbGrantStore({ folder, clock: time })
    const holder = startStoreProcess(bundle)
    const lost = await (await holder.open({ folder })).lease('a', 60_000)
    holder.signal('SIGSTOP')
    time.advance(60_000)
    const taken = await store.lease('a', 60_000)
    holder.signal('SIGCONT')
    expect(await lost?.renew()).toBe(false)
    await lost?.release()
    expect(await taken?.renew()).toBe(true)
    await store.close()
  })

  it('shows others what it has grown by', async () => {
    const folder = createFolder()
    const store = createLmdbGrantStore({ folder })
    const remote = await processes[0].open({ folder })
    const sealed = 's'.repeat(300_000)
    for (let index = 0; index < 20; index += 1) {
      await store.compareAndSwap(`${index}`, 0, createRecord({ sealed }))
      expect((await remote.read(`${index}`))?.sealed).toHaveLength(300_000)
    }
    expect(await remote.count()).toBe(20)
    await store.close()
  })

  it('says so when the disk is full, and has lost nothing', async () => {
    const folder = createFolder()
    const limited = startStoreProcess(bundle, { prologue: `trap '' XFSZ; ulimit -f 401` })
    const store = await limited.open({ folder })
    const sealed = 's'.repeat(3_000)
    let written = 0
    const fill = async (): Promise<void> => {
      for (; ; written += 1) {
        await store.compareAndSwap(`${written}`, 0, createRecord({ sealed, dueAt: 1 }))
      }
    }
    await expect(fill()).rejects.toMatchObject({ name: 'VaultError', code: 'store_full' })
    await expect(fill()).rejects.toMatchObject({ name: 'VaultError', code: 'store_full' })
    expect(await store.count()).toBe(written)
    expect(await store.read('0')).toHaveProperty('sealed', sealed)
    expect(await store.compareAndSwap('0', 1, undefined)).toBe(true)
    await expectIndexesToAgree(createLmdbGrantStore({ folder }))
  })
})

/** Keeps the event loop from turning. */
function blockUntilWritten(folder: string): void {
  const read = (): number => statSync(join(folder, 'data.mdb')).mtimeMs
  const pause = new Int32Array(new SharedArrayBuffer(4))
  const before = read()
  for (let waits = 0; waits < 500 && read() === before; waits += 1) Atomics.wait(pause, 0, 0, 10)
  Atomics.wait(pause, 0, 0, 50)
}

/** Writes version after version of a grant, each due at another time, until the process is gone. */
async function writeOn(
  store: GrantStore,
  id: string,
  acknowledged: Map<string, number>,
): Promise<void> {
  for (;;) {
    const version = (await store.read(id))?.version ?? 0
    const dueAt = version % 3 === 0 ? undefined : version
    const record = createRecord({ version: version + 1, dueAt, keyId: `${version % 4}` })
    if (await store.compareAndSwap(id, version, record)) acknowledged.set(id, version + 1)
  }
}

async function findLostWrites(
  store: GrantStore,
  acknowledged: ReadonlyMap<string, number>,
): Promise<string[]> {
  const lost: string[] = []
  for (const [id, version] of acknowledged) {
    const record = await store.read(id)
    if (!record || record.version < version) lost.push(id)
  }
  return lost
}

/** What the indexes say about every grant is what the grant says. */
async function expectIndexesToAgree(store: GrantStore): Promise<void> {
  const byKey = new Map<string, string>()
  for (const keyId of await store.keyIds()) {
    for (const id of await findAll(store, { keyId })) byKey.set(id, keyId)
  }
  expect(byKey.size).toBe(await store.count())
  const due: string[] = []
  for (const [id, keyId] of byKey) {
    const record = await store.read(id)
    expect(record?.keyId).toBe(keyId)
    if (record?.dueAt !== undefined) due.push(id)
  }
  const found = await findAll(store, { dueBefore: Infinity })
  expect(found.toSorted()).toEqual(due.toSorted())
}

async function findAll(store: GrantStore, filter: GrantFilter): Promise<readonly string[]> {
  const { ids, next } = await store.scan(filter, { limit: 100_000 })
  expect(next).toBeUndefined()
  return ids
}

/** The clock of all processes, which this one can be ahead of. */
function createTime(): { now: () => number; advance: (ms: number) => void } {
  let ahead = 0
  return {
    now: () => readUptimeMs() + ahead,
    advance: (ms) => {
      ahead += ms
    },
  }
}

function createRecord(parts: Partial<GrantRecord> = {}): GrantRecord {
  return {
    version: 1,
    keyId: 'current',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'sealed',
    ...parts,
  }
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-lmdb-'))
  folders.push(folder)
  return folder
}

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProgram, type Bundle } from '@mudbrick/testing/program'
import {
  bundleStoreProgram,
  startStoreProcess,
  type StoreProcess,
} from '@mudbrick/testing/store-process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { GrantFilter, GrantRecord, GrantStore } from '../grant-store.ts'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { chooseSqliteDriver, findSqliteSources } from './sqlite-driver.ts'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'
import { readUptimeMs } from './uptime.ts'

// The one of the store: two copies of SQLite in one process disturb each other.
const { DatabaseSync } = chooseSqliteDriver(findSqliteSources()).driver

let bundle: Bundle
let processes: readonly [StoreProcess, StoreProcess]
const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)
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

describe.skipIf(isWindows)('createSqliteGrantStore() in several processes', { timeout }, () => {
  it.each(checks)('%s', async (_, run) => {
    const file = createFile()
    let opened = 0
    await run(() => {
      opened += 1
      return processes[opened % 2 === 0 ? 0 : 1].open({ file })
    })
    expect(opened).toBeGreaterThan(0)
  })

  it('is created once by processes that start at once', async () => {
    const file = createFile()
    const starting = Array.from({ length: 4 }, () => startStoreProcess(bundle))
    const stores = await Promise.all(starting.map((other) => other.open({ file })))
    const written = await Promise.all(
      stores.map((store, index) => store.compareAndSwap(`${index}`, 0, createRecord())),
    )
    expect(written).toEqual([true, true, true, true])
    const store = createSqliteGrantStore({ file })
    expect(await countRecords(store)).toBe(4)
    await store.close()
    for (const { signal } of starting) signal('SIGKILL')
    await Promise.all(starting.map(({ exited }) => exited))
  })

  it('shows what another process has written while this one was busy', async () => {
    const file = createFile()
    const store = createSqliteGrantStore({ file })
    const remote = await processes[0].open({ file })
    await remote.compareAndSwap('a', 0, createRecord())
    const before = store.read('a')
    const writing = remote.compareAndSwap('a', 1, createRecord({ version: 2 }))
    blockUntilWritten(file)
    const after = store.read('a')
    expect(await before).toHaveProperty('version', 1)
    expect(await after).toHaveProperty('version', 2)
    await writing
    await store.close()
  })

  it('keeps what a process has written that is killed', async () => {
    const file = createFile()
    const store = createSqliteGrantStore({ file })
    const acknowledged = new Map<string, number>()
    for (let round = 0; round < 3; round += 1) {
      const before = countWrites(acknowledged)
      const writer = startStoreProcess(bundle)
      const remote = await writer.open({ file })
      const writing = Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => writeOn(remote, `${index}`, acknowledged)),
      )
      await vi.waitFor(() => {
        expect(acknowledged.size).toBe(20)
        expect(countWrites(acknowledged)).toBeGreaterThan(before + round * 50)
      }, 20_000)
      writer.signal('SIGKILL')
      await writing
      expect(await findLostWrites(store, acknowledged)).toEqual([])
    }
    await expectIndexesToAgree(store)
    await store.close()
  }, 60_000)

  it('gives the lease of a process that is killed to another when its time is over', async () => {
    const file = createFile()
    const time = createTime()
    const store = createSqliteGrantStore({ file, clock: time })
    const holder = startStoreProcess(bundle)
    const lost = await (await holder.open({ file })).lease('a', 60_000)
    holder.signal('SIGKILL')
    await holder.exited
    expect(await store.lease('a', 60_000)).toBeUndefined()
    time.advance(60_000)
    const taken = await store.lease('a', 60_000)
    expect(taken?.fence).toBeGreaterThan(lost?.fence ?? Infinity)
    await store.close()
  })

  it('tells a process that was stopped for too long that its lease is gone', async () => {
    const file = createFile()
    const time = createTime()
    const store = createSqliteGrantStore({ file, clock: time })
    const holder = startStoreProcess(bundle)
    const lost = await (await holder.open({ file })).lease('a', 60_000)
    holder.signal('SIGSTOP')
    time.advance(60_000)
    const taken = await store.lease('a', 60_000)
    holder.signal('SIGCONT')
    expect(await lost?.renew()).toBe(false)
    await lost?.release()
    expect(await taken?.renew()).toBe(true)
    await store.close()
  })

  it('says so when the disk is full, loses nothing, and goes on when there is space', async () => {
    const file = createFile()
    const limited = startStoreProcess(bundle, { prologue: `trap '' XFSZ; ulimit -f 401` })
    const store = await limited.open({ file })
    const sealed = 's'.repeat(3_000)
    let written = 0
    const fill = async (): Promise<void> => {
      for (; ; written += 1) {
        await store.compareAndSwap(`${written}`, 0, createRecord({ sealed, dueAt: 1 }))
      }
    }
    const failure = {
      name: 'VaultError',
      code: 'store_full',
      message: expect.stringContaining(file),
    }
    await expect(fill()).rejects.toMatchObject(failure)
    await expect(fill()).rejects.toMatchObject(failure)
    expect(await countRecords(store)).toBe(written)
    expect(await store.read('0')).toHaveProperty('sealed', sealed)
    const unlimited = createSqliteGrantStore({ file })
    await expectIndexesToAgree(unlimited)
    await unlimited.close()
    makeSpaceInLog(file)
    expect(await store.compareAndSwap('0', 1, undefined)).toBe(true)
    expect(await countRecords(store)).toBe(written - 1)
  })

  it('lets a process end that has nothing more to write, and not before', async () => {
    const file = createFile()
    const leaving = await bundleProgram(
      new URL(import.meta.resolve('@mudbrick/testing/programs/store-exit')),
    )
    const { process: child, exited } = leaving.start({ prologue: `export STORE_FILE='${file}'` })
    await exited
    expect(child.exitCode).toBe(0)
    const store = createSqliteGrantStore({ file })
    expect(await countRecords(store)).toBe(2)
    await store.close()
    await leaving.dispose()
  })
})

/** Keeps the event loop from turning. */
function blockUntilWritten(file: string): void {
  const read = (): number => statSync(`${file}-wal`).mtimeMs
  const pause = new Int32Array(new SharedArrayBuffer(4))
  const before = read()
  for (let waits = 0; waits < 500 && read() === before; waits += 1) Atomics.wait(pause, 0, 0, 10)
  Atomics.wait(pause, 0, 0, 50)
}

/** The limit is one of each file, and the log has reached it. */
function makeSpaceInLog(file: string): void {
  const database = new DatabaseSync(file)
  database.exec('pragma wal_checkpoint(truncate)')
  database.close()
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

/** Each write raises the version of its record by one. */
function countWrites(acknowledged: ReadonlyMap<string, number>): number {
  return [...acknowledged.values()].reduce((sum, version) => sum + version, 0)
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
  for (const { keyId, records } of await store.countByKey('app')) {
    const ids = await findAll(store, { clientId: 'app', keyId })
    expect(ids).toHaveLength(records)
    for (const id of ids) byKey.set(id, keyId)
  }
  const due: string[] = []
  for (const [id, keyId] of byKey) {
    const record = await store.read(id)
    expect(record?.keyId).toBe(keyId)
    if (record?.dueAt !== undefined) due.push(id)
  }
  const found = await findAll(store, { clientId: 'app', dueBefore: Infinity })
  expect(found.toSorted()).toEqual(due.toSorted())
}

async function findAll(store: GrantStore, filter: GrantFilter): Promise<readonly string[]> {
  const { ids, next } = await store.scan(filter, { limit: 100_000 })
  expect(next).toBeUndefined()
  return ids
}

async function countRecords(store: GrantStore): Promise<number> {
  const usages = await store.countByKey('app')
  return usages.reduce((sum, { records }) => sum + records, 0)
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
    clientId: 'app',
    subjectHash: undefined,
    keyId: 'current',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'sealed',
    ...parts,
  }
}

function createFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
  folders.push(folder)
  return join(folder, 'grants.db')
}

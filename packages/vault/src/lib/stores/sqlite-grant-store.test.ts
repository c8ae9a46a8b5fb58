import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ConfigurationError } from '@mudbrick/http'
import { afterEach, describe, expect, it } from 'vitest'
import type { GrantRecord } from '../grant-store.ts'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { chooseSqliteDriver, findSqliteSources } from './sqlite-driver.ts'
import { createSqliteGrantStore, openSqliteGrantStore } from './sqlite-grant-store.ts'

// The one of the store: two copies of SQLite in one process disturb each other.
const { DatabaseSync } = chooseSqliteDriver(findSqliteSources()).driver

const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)
const isWindows = process.platform === 'win32'
const folders: string[] = []
const cleanUps: (() => void)[] = []

const record: GrantRecord = {
  version: 1,
  clientId: 'app',
  subjectHash: 'user',
  keyId: 'key',
  dueAt: 1,
  isRevocationPending: false,
  sealed: 'sealed',
}

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('createSqliteGrantStore()', () => {
  it.each(checks)('%s', async (_, run) => {
    const file = createFile()
    await expect(run(() => createSqliteGrantStore({ file }))).resolves.toBeUndefined()
  })

  it('rejects what is asked after it was closed', async () => {
    const store = createSqliteGrantStore({ file: createFile() })
    const lease = await store.lease('a', 1_000)
    await store.close()
    await expect(store.read('a')).rejects.toMatchObject({ code: 'closed' })
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({ code: 'closed' })
    await expect(lease?.renew()).rejects.toMatchObject({ code: 'closed' })
    await expect(store.close()).resolves.toBeUndefined()
  })

  it('finishes what it was asked before it was closed', async () => {
    const file = createFile()
    const store = createSqliteGrantStore({ file })
    const writes = Array.from({ length: 200 }, (_, index) =>
      store.compareAndSwap(`${index}`, 0, record),
    )
    await store.close()
    expect(await Promise.all(writes)).toEqual(writes.map(() => true))
    await expectRecords(file, 200)
  })

  it('has nothing under an id that SQLite would cut or change', async () => {
    const store = createSqliteGrantStore({ file: createFile() })
    await store.compareAndSwap('a', 0, record)
    for (const id of ['a\0', 'a\0b', '\ud800']) {
      expect(await store.read(id)).toBeUndefined()
      expect(await store.compareAndSwap(id, 0, record)).toBe(false)
      expect(await store.lease(id, 1_000)).toBeUndefined()
      expect(await store.countByKey(id)).toEqual([])
      expect(await store.scan({ clientId: 'app', keyId: id }, { limit: 1 })).toEqual({ ids: [] })
    }
    await store.close()
  })

  it('refuses a record that it could not give back', async () => {
    const store = createSqliteGrantStore({ file: createFile() })
    await expect(store.compareAndSwap('a', 0, { ...record, keyId: 'k\0' })).rejects.toMatchObject({
      code: 'corrupt_record',
      grantId: 'a',
    })
    await store.close()
  })

  it.each([
    ['a version that is not a safe integer', 'update grants set version = 9007199254740993'],
    ['a flag that is neither true nor false', 'update grants set is_revocation_pending = 2'],
  ])('names the record that has %s', async (_, statement) => {
    const file = createFile()
    const store = createSqliteGrantStore({ file })
    await store.compareAndSwap('a', 0, record)
    changeDatabase(file, statement)
    await expect(store.read('a')).rejects.toMatchObject({ code: 'corrupt_record', grantId: 'a' })
    expect(await store.compareAndSwap('b', 0, record)).toBe(true)
    await store.close()
  })

  it('counts exactly, whatever is written', async () => {
    const file = createFile()
    const store = createSqliteGrantStore({ file })
    const versions = new Map<string, number>()
    for (let step = 0; step < 120; step += 1) {
      const id = `${(step * 7) % 11}`
      const version = versions.get(id) ?? 0
      const isRemoved = step % 5 === 0
      const next = {
        ...record,
        version: version + 1,
        keyId: `${step % 3}`,
        clientId: `${step % 2}`,
      }
      expect(await store.compareAndSwap(id, version, isRemoved ? undefined : next)).toBe(true)
      versions.set(id, isRemoved ? 0 : version + 1)
    }
    await store.close()
    const database = new DatabaseSync(file)
    const counted = database
      .prepare('select client_id, key_id, count(*) as records from grants group by 1, 2')
      .all()
    expect(database.prepare('select * from grant_counts').all()).toEqual(counted)
    database.close()
  })

  describe('opened twice', () => {
    it('shares the file until the last one is closed', async () => {
      const file = createFile()
      const one = createSqliteGrantStore({ file })
      const other = createSqliteGrantStore({ file })
      const before = countDescriptors(file)
      await one.compareAndSwap('a', 0, record)
      const written = other.compareAndSwap('b', 0, record)
      await one.close()
      expect(await written).toBe(true)
      expect(await other.read('a')).toEqual(record)
      await other.close()
      expect(before).toBeLessThanOrEqual(3)
      expect(countDescriptors(file)).toBe(0)
    })

    it.skipIf(isWindows)('knows a file under two names', async () => {
      const file = createFile()
      const one = createSqliteGrantStore({ file })
      const link = join(dirname(file), 'link.db')
      symlinkSync(file, link)
      const other = createSqliteGrantStore({ file: link })
      await one.compareAndSwap('a', 0, record)
      await one.close()
      expect(await other.read('a')).toEqual(record)
      await other.close()
      expect(readdirSync(dirname(file)).toSorted()).toEqual(['grants.db', 'link.db'])
    })

    it('opens the new file where the old one was removed', async () => {
      const file = createFile()
      const old = createSqliteGrantStore({ file })
      await old.compareAndSwap('a', 0, record)
      removeFiles(file)
      const young = createSqliteGrantStore({ file })
      expect(await young.read('a')).toBeUndefined()
      await young.compareAndSwap('b', 0, record)
      await expect(old.compareAndSwap('c', 0, record)).rejects.toMatchObject({
        code: 'store_missing',
      })
      await old.close()
      await young.close()
      await expectRecords(file, 1)
    })
  })

  it.skipIf(process.platform !== 'linux')('keeps no file open once it is closed', async () => {
    const file = createFile()
    await createSqliteGrantStore({ file }).close()
    const before = readdirSync('/proc/self/fd').length
    for (let index = 0; index < 300; index += 1) {
      const store = createSqliteGrantStore({ file })
      await store.read('a')
      if (index % 60 === 0) await store.compareAndSwap(`${index}`, 0, record)
      await store.close()
    }
    expect(countDescriptors(file)).toBe(0)
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 20)
    expect(readdirSync(dirname(file))).toEqual(['grants.db'])
  })

  describe('file', () => {
    it.skipIf(isWindows)('is created for its owner alone', async () => {
      const file = join(dirname(createFile()), 'app', 'data', 'grants.db')
      const store = createSqliteGrantStore({ file })
      await store.compareAndSwap('a', 0, record)
      expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
      const names = readdirSync(dirname(file))
      expect(names.toSorted()).toEqual(['grants.db', 'grants.db-shm', 'grants.db-wal'])
      const modes = names.map((name) => statSync(join(dirname(file), name)).mode & 0o777)
      expect(modes).toEqual([0o600, 0o600, 0o600])
      await store.close()
    })

    it.skipIf(isWindows)('is closed to others when it was restored for all to read', async () => {
      const file = createFile()
      await createSqliteGrantStore({ file }).close()
      chmodSync(file, 0o644)
      await createSqliteGrantStore({ file }).close()
      expect(statSync(file).mode & 0o777).toBe(0o600)
    })

    it.skipIf(isWindows)('is refused when others may look into its folder', () => {
      const file = createFile()
      chmodSync(dirname(file), 0o750)
      expect(() => createSqliteGrantStore({ file })).toThrow(
        expect.objectContaining({
          code: 'invalid_option',
          option: 'file',
          message: `Others may look into the store's folder ${dirname(file)}: run chmod 700 on it.`,
        }),
      )
    })

    it.skipIf(isWindows).each([
      ['is sticky', 0o1777, []],
      ['holds other files', 0o755, ['other.txt']],
    ])('is to be in another folder when this one %s', (_, mode, names) => {
      const file = createFile()
      const folder = dirname(file)
      for (const name of names) writeFileSync(join(folder, name), '')
      chmodSync(folder, mode)
      expect(() => createSqliteGrantStore({ file })).toThrow(
        `${folder} is not a folder of the store's own: name a file in one, such as ${join(folder, 'vault', 'grants.db')}.`,
      )
    })

    it('is refused when it is a folder', () => {
      const file = createFile()
      mkdirSync(file)
      expect(() => createSqliteGrantStore({ file })).toThrow(`${file} is not a file: name another.`)
    })

    it('is refused when its folder is a file', () => {
      const file = createFile()
      writeFileSync(file, '')
      expect(() => createSqliteGrantStore({ file: join(file, 'grants.db') })).toThrow(
        ConfigurationError,
      )
    })

    it.each(['text', 'text'.repeat(10_000)])('is refused when it is not a database', (content) => {
      const file = createFile()
      writeFileSync(file, content, { mode: 0o600 })
      expect(() => createSqliteGrantStore({ file })).toThrow(
        expect.objectContaining({
          name: 'ConfigurationError',
          message: `${file} is not a SQLite database: name another file.`,
        }),
      )
      expect(readFileSync(file, 'utf8')).toBe(content)
    })

    it.each([
      ['has an id of its own', 'pragma application_id = 5'],
      ['has tables', 'create table notes (text text)'],
    ])('is refused when another application that %s owns it', (_, statement) => {
      const file = createFile()
      changeDatabase(file, statement)
      chmodSync(file, 0o640)
      const before = readFileSync(file)
      expect(() => createSqliteGrantStore({ file })).toThrow(
        expect.objectContaining({
          name: 'ConfigurationError',
          message: `${file} is the database of another application: name another file.`,
        }),
      )
      expect(readFileSync(file)).toEqual(before)
      expect(statSync(file).mode & 0o777).toBe(isWindows ? 0o666 : 0o640)
    })

    it('is refused when a newer release has written it', async () => {
      const file = createFile()
      await createSqliteGrantStore({ file }).close()
      changeDatabase(file, 'pragma user_version = 2')
      expect(() => createSqliteGrantStore({ file })).toThrow(
        expect.objectContaining({
          name: 'ConfigurationError',
          message: `${file} was written by a newer release of @mudbrick/vault (its schema is 2, this release knows 1): update @mudbrick/vault here.`,
        }),
      )
    })

    it('is used when it is empty', async () => {
      const file = createFile()
      writeFileSync(file, '')
      const store = createSqliteGrantStore({ file })
      expect(await store.compareAndSwap('a', 0, record)).toBe(true)
      await store.close()
    })

    it.skipIf(isWindows).each([
      ['the file was removed', removeFiles],
      ['its write-ahead log was removed', (file: string) => rmSync(`${file}-wal`)],
      ['the folder was removed', (file: string) => rmSync(dirname(file), { recursive: true })],
      [
        'the folder was replaced',
        (file: string) => {
          renameSync(dirname(file), `${dirname(file)}.old`)
          folders.push(`${dirname(file)}.old`)
          mkdirSync(dirname(file), { mode: 0o700 })
          writeFileSync(file, '')
        },
      ],
    ])('is missed within a second when %s', async (_, replace) => {
      const file = createFile()
      let now = 5_000
      const store = createSqliteGrantStore({ file, clock: { now: () => now } })
      await store.compareAndSwap('a', 0, record)
      replace(file)
      const failure = {
        name: 'VaultError',
        code: 'store_missing',
        message: `${file} was removed or replaced while it was open: restore it, then restart the processes that use it.`,
      }
      await expect(store.compareAndSwap('b', 0, record)).rejects.toMatchObject(failure)
      now += 1_000
      await expect(store.read('a')).rejects.toMatchObject(failure)
      await store.close()
    })

    it.skipIf(isWindows)('is reported when it is read-only', async ({ skip }) => {
      const file = createFile()
      const store = createSqliteGrantStore({ file })
      await store.compareAndSwap('a', 0, record)
      await store.close()
      if (!makeReadOnly(dirname(file))) skip('this system has no read-only folder')
      expect(() => createSqliteGrantStore({ file })).toThrow(
        expect.objectContaining({
          name: 'VaultError',
          code: 'store_read_only',
          message: `The store cannot write ${file}, since it is read-only: make the file and its folder writable, then try again.`,
        }),
      )
    })

    it('is reported when it is damaged', async () => {
      const file = createFile()
      const store = createSqliteGrantStore({ file })
      const sealed = 's'.repeat(3_000)
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.compareAndSwap(`${index}`, 0, { ...record, sealed }),
        ),
      )
      await store.close()
      const { size } = statSync(file)
      truncateSync(file, 4_096)
      truncateSync(file, size)
      const failure = {
        name: 'VaultError',
        code: 'store_corrupt',
        message: `${file} is damaged: stop the processes that use it, then restore it from a backup.`,
      }
      const damaged = createSqliteGrantStore({ file })
      await expect(damaged.read('0')).rejects.toMatchObject(failure)
      await expect(damaged.compareAndSwap('new', 0, record)).rejects.toMatchObject(failure)
      await damaged.close()
    })
  })

  describe('locked by another connection', () => {
    const settings = { lockTimeoutMs: 150, checkpointBytes: 1_000_000 }

    it('says so when that takes too long, and goes on reading', async () => {
      const file = createFile()
      const store = openSqliteGrantStore({ file }, settings)
      await store.compareAndSwap('a', 0, record)
      const other = new DatabaseSync(file)
      other.exec('begin immediate')
      await expect(store.compareAndSwap('b', 0, record)).rejects.toMatchObject({
        name: 'VaultError',
        code: 'store_locked',
        retryable: true,
        message: `Another process has locked ${file} for too long: find that process, then try again.`,
      })
      expect(await store.read('a')).toEqual(record)
      other.exec('rollback')
      other.close()
      expect(await store.compareAndSwap('b', 0, record)).toBe(true)
      await store.close()
    })

    it('waits for it', async () => {
      const file = createFile()
      const store = openSqliteGrantStore({ file }, { ...settings, lockTimeoutMs: 10_000 })
      const other = new DatabaseSync(file)
      other.exec('begin immediate')
      const written = store.compareAndSwap('a', 0, record)
      await new Promise((resolve) => setTimeout(resolve, 100))
      other.exec('commit')
      other.close()
      expect(await written).toBe(true)
      await store.close()
    })
  })

  describe('lease()', () => {
    it('tells by the clock that it was given when a lease is over', async () => {
      let now = 5_000
      const clock = { now: () => now }
      const store = createSqliteGrantStore({ file: createFile(), clock })
      await store.lease('a', 60_000)
      now += 30_000
      expect(await store.lease('a', 60_000)).toBeUndefined()
      now += 31_000
      expect(await store.lease('a', 60_000)).toMatchObject({ fence: 2 })
      await store.close()
    })

    it('ignores a lease from before the machine was started again', async () => {
      let now = 1_000_000
      const clock = { now: () => now }
      const store = createSqliteGrantStore({ file: createFile(), clock })
      await store.lease('a', 30_000)
      now = 20
      expect(await store.lease('a', 30_000)).toMatchObject({ fence: 2 })
      await store.close()
    })
  })
})

async function expectRecords(file: string, expected: number): Promise<void> {
  const store = createSqliteGrantStore({ file })
  expect(await store.countByKey('app')).toEqual([{ keyId: 'key', records: expected }])
  await store.close()
}

function changeDatabase(file: string, statement: string): void {
  const database = new DatabaseSync(file)
  database.exec(statement)
  database.close()
}

/** Root may write what is mounted writable, whatever the mode is. */
function makeReadOnly(folder: string): boolean {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o500)
    cleanUps.push(() => chmodSync(folder, 0o700))
    return true
  }
  try {
    const shell = (script: string): unknown => execFileSync('sh', ['-c', script, folder])
    shell('mount --bind "$0" "$0" 2>&1')
    cleanUps.push(() => shell('umount "$0"'))
    shell('mount -o remount,ro,bind "$0" 2>&1')
    return true
  } catch {
    return false
  }
}

function removeFiles(file: string): void {
  for (const name of readdirSync(dirname(file))) rmSync(join(dirname(file), name))
}

/** How many descriptors this process has of a store's files; 0 where the system does not say. */
function countDescriptors(file: string): number {
  if (process.platform !== 'linux') return 0
  return readdirSync('/proc/self/fd').filter((name) => {
    const target = readLink(`/proc/self/fd/${name}`)
    return target.startsWith(file)
  }).length
}

/** The descriptor by which the folder was read is gone by now. */
function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function createFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
  folders.push(folder)
  return join(folder, 'grants.db')
}

import type * as Driver from '@photostructure/sqlite'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseSqliteDriver, findSqliteSources } from './sqlite-driver.ts'
import { createSqliteBatchWriter, type SqliteBatchWriter } from './sqlite-batch-writer.ts'
import type { SqliteDriver } from './sqlite-driver.ts'
import { findSqliteIdentity } from './sqlite-file.ts'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'
import type { SqliteWrite } from './sqlite-messages.ts'

// The one of the store: two copies of SQLite in one process disturb each other.
const { DatabaseSync } = chooseSqliteDriver(findSqliteSources()).driver as typeof Driver

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

describe('createSqliteBatchWriter()', () => {
  it('does all writes in one transaction, in their order', () => {
    const { writer, statements } = createWriter()
    const outcomes = writer.write([swap('a', 0), swap('a', 0), swap('a', 1), swap('b', 1)])
    expect(outcomes).toEqual([true, false, true, false].map((result) => ({ result })))
    expect(statements.filter((sql) => /^(begin|commit|rollback)/.test(sql))).toEqual([
      'begin immediate',
      'commit',
    ])
  })

  it('lets a write that makes no sense fail alone', () => {
    const { writer } = createWriter()
    const [before, wrong, after] = writer.write([
      swap('a', 0),
      swap('b', 0, { keyId: undefined as never }),
      swap('c', 0),
    ])
    expect([before, after]).toEqual([{ result: true }, { result: true }])
    expect(wrong).toMatchObject({ failure: { code: 'store_failed' } })
  })

  it.each([
    ['commit', 10, 'store_unavailable'],
    ['commit', 13, 'store_full'],
    ['commit', 8, 'store_read_only'],
    ['begin immediate', 5, 'store_locked'],
    ['begin immediate', 26, 'store_corrupt'],
  ])('undoes all of them when "%s" fails with %i', (statement, errcode, code) => {
    const { writer, fail, file } = createWriter()
    fail(statement, errcode)
    for (const outcome of writer.write([swap('a', 0), swap('b', 0)])) {
      expect(outcome).toMatchObject({ failure: { code } })
    }
    fail(undefined)
    expect(countGrants(file)).toBe(0)
    expect(writer.write([swap('a', 0)])).toEqual([{ result: true }])
  })

  it('tries once more after a full disk, with the space that a checkpoint leaves', () => {
    const { writer, fail, statements } = createWriter()
    fail('commit', 13, { times: 1 })
    expect(writer.write([swap('a', 0)])).toEqual([{ result: true }])
    expect(statements).toContain('pragma store.wal_checkpoint(restart)')
  })

  it('checkpoints when the log has grown', () => {
    const { writer, file, statements } = createWriter({ checkpointBytes: 100_000 })
    writer.write([swap('a', 0)])
    writer.checkpoint()
    expect(statements.some((sql) => sql.includes('wal_checkpoint'))).toBe(false)
    writer.write([swap('b', 0, { sealed: 's'.repeat(100_000) })])
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(100_000)
    writer.checkpoint()
    expect(statSync(`${file}-wal`).size).toBe(0)
  })

  it('does not wait long for a reader that holds the log', () => {
    const { writer, file } = createWriter({ checkpointBytes: 100_000 })
    const reader = new DatabaseSync(file)
    reader.exec('begin')
    reader.prepare('select count(*) from grants').get()
    const write = (id: string): void => {
      writer.write([swap(id, 0, { sealed: 's'.repeat(150_000) })])
      writer.checkpoint()
    }
    const startedAt = performance.now()
    write('a')
    write('b')
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(300_000)
    reader.exec('rollback')
    reader.close()
    write('c')
    expect(statSync(`${file}-wal`).size).toBe(0)
  })

  it('opens the file again after it was closed', () => {
    const { writer } = createWriter()
    writer.write([swap('a', 0)])
    writer.close()
    writer.close()
    expect(writer.write([swap('a', 1)])).toEqual([{ result: true }])
  })
})

interface Writer {
  readonly writer: SqliteBatchWriter
  readonly file: string
  /** What was executed. */
  readonly statements: string[]
  /** Lets a statement fail from now on. */
  readonly fail: (
    statement: string | undefined,
    errcode?: number,
    options?: { readonly times: number },
  ) => void
}

function createWriter({ checkpointBytes = 1_000_000 } = {}): Writer {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
  const file = join(folder, 'grants.db')
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  // The store keeps the files of the write-ahead log there.
  const store = createSqliteGrantStore({ file })
  cleanUps.push(store.close)
  const statements: string[] = []
  let failing: { statement: string; errcode: number; times: number } | undefined

  const driver: SqliteDriver = {
    DatabaseSync: class extends DatabaseSync {
      override exec(sql: string): void {
        note(sql)
        super.exec(sql)
      }
      override prepare(sql: string): never {
        note(sql)
        return super.prepare(sql) as never
      }
    },
  }
  const identity = findSqliteIdentity(file)
  const settings = { file, identity, specifier: '', lockTimeoutMs: 100, checkpointBytes }
  const writer = createSqliteBatchWriter(driver, settings)
  cleanUps.push(writer.close)
  return {
    writer,
    file,
    statements,
    fail(statement, errcode = 0, { times } = { times: Infinity }) {
      failing = statement === undefined ? undefined : { statement, errcode, times }
    },
  }

  function note(sql: string): void {
    statements.push(sql)
    if (!failing || failing.statement !== sql || failing.times === 0) return
    failing.times -= 1
    throw Object.assign(new Error('A failure of the test.'), { errcode: failing.errcode })
  }
}

function swap(
  id: string,
  version: number,
  parts: Partial<Extract<SqliteWrite, { kind: 'swap' }>['record']> = {},
): SqliteWrite {
  const record = {
    version: version + 1,
    clientId: 'app',
    subjectHash: undefined,
    keyId: 'key',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'sealed',
    ...parts,
  }
  return { kind: 'swap', id, version, record }
}

function countGrants(file: string): unknown {
  const database = new DatabaseSync(file)
  const row = database.prepare('select count(*) as grants from grants').get()
  database.close()
  return row.grants
}

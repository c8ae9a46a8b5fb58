import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createSqliteError, createSqliteFailure } from './sqlite-failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
const file = join(folder, 'grants.db')

afterAll(() => rmSync(folder, { recursive: true }))

// @see https://sqlite.org/rescode.html
describe('createSqliteFailure()', () => {
  it.each([
    [5, 'SQLITE_BUSY', 'store_locked'],
    [261, 'SQLITE_BUSY_RECOVERY', 'store_locked'],
    [6, 'SQLITE_LOCKED', 'store_locked'],
    [15, 'SQLITE_PROTOCOL', 'store_locked'],
    [8, 'SQLITE_READONLY', 'store_read_only'],
    [1544, 'SQLITE_READONLY_DIRECTORY', 'store_read_only'],
    [11, 'SQLITE_CORRUPT', 'store_corrupt'],
    [26, 'SQLITE_NOTADB', 'store_corrupt'],
    [13, 'SQLITE_FULL', 'store_full'],
    [14, 'SQLITE_CANTOPEN', 'store_unavailable'],
    [266, 'SQLITE_IOERR_READ', 'store_unavailable'],
    [778, 'SQLITE_IOERR_WRITE, where there is space', 'store_unavailable'],
    [7, 'SQLITE_NOMEM', 'store_unavailable'],
    [1, 'SQLITE_ERROR', 'store_failed'],
    [19, 'SQLITE_CONSTRAINT', 'store_failed'],
    [undefined, 'an error of the driver', 'store_failed'],
  ])('calls %s (%s) %s', (errcode, _, code) => {
    const cause = Object.assign(new Error('disk I/O error'), { errcode })
    const failure = createSqliteFailure(cause, { file, identity: undefined })
    expect(failure).toMatchObject({ code, cause })
    expect(failure.detail).toContain(file)
  })

  it('says that the file is missing rather than what SQLite made of it', () => {
    const cause = Object.assign(new Error('disk I/O error'), { errcode: 522 })
    expect(createSqliteError(cause, { file, identity: '1:2 1:3' })).toMatchObject({
      name: 'VaultError',
      code: 'store_missing',
      message: `${file} was removed or replaced while it was open: restore it, then restart the processes that use it.`,
      cause,
    })
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseSqliteDriver, findSqliteSources } from './sqlite-driver.ts'
import { findSqliteIdentity } from './sqlite-file.ts'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'
import type { SqliteWrite } from './sqlite-messages.ts'
import { createSqliteWriteQueue, type SqliteWriteQueue } from './sqlite-write-queue.ts'

const { specifier } = chooseSqliteDriver(findSqliteSources())
const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

describe('createSqliteWriteQueue()', () => {
  it.each([
    ['throws when it starts', `throw new Error('A failure of the test.')`],
    ['ends when it starts', 'process.exit(3)'],
    [
      'ends in the middle of a transaction',
      `module.exports = { DatabaseSync: class extends driver.DatabaseSync {
        exec(sql) { if (sql === 'commit') process.exit(3); super.exec(sql) }
      } }`,
    ],
  ])('rejects what waits for a worker that %s, and starts another', async (_, failure) => {
    const queue = createQueue(`
      const fs = require('node:fs'), flag = __filename + '.failed'
      const driver = require(${JSON.stringify(specifier)})
      if (fs.existsSync(flag)) module.exports = driver
      else { fs.writeFileSync(flag, ''); ${failure} }
    `)
    const writes = [queue.write(swap('a')), queue.write(swap('b'))]
    for (const write of writes) {
      await expect(write).rejects.toMatchObject({
        name: 'VaultError',
        code: 'store_unavailable',
        retryable: true,
        cause: expect.any(Error),
      })
    }
    expect(await queue.write(swap('a'))).toBe(true)
    expect(await queue.write(swap('a'))).toBe(false)
  })

  it('answers each write with what became of it', async () => {
    const queue = createQueue(`module.exports = require(${JSON.stringify(specifier)})`)
    const ids = Array.from({ length: 300 }, (_, index) => `${index % 150}`)
    const answers = await Promise.all(ids.map((id) => queue.write(swap(id))))
    expect(answers).toEqual(ids.map((_, index) => index < 150))
  })

  it('closes without a worker', async () => {
    const queue = createQueue('')
    await expect(queue.close()).resolves.toBeUndefined()
  })
})

function createQueue(driver: string): SqliteWriteQueue {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'grants.db')
  cleanUps.push(createSqliteGrantStore({ file }).close)
  const driverFile = join(folder, 'driver.cjs')
  writeFileSync(driverFile, driver)
  const queue = createSqliteWriteQueue({
    file,
    identity: findSqliteIdentity(file),
    specifier: driverFile,
    lockTimeoutMs: 1_000,
    checkpointBytes: 1_000_000,
  })
  cleanUps.push(queue.close)
  return queue
}

function swap(id: string): SqliteWrite {
  const record = {
    version: 1,
    clientId: 'app',
    subjectHash: undefined,
    keyId: 'key',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'sealed',
  }
  return { kind: 'swap', id, version: 0, record }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleProgram, type Bundle } from '@mudbrick/testing/program'
import { createSeededRandom } from '@mudbrick/testing/seeded-random'
import { runStoreStress } from '@mudbrick/testing/store-stress'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'

let bundle: Bundle
let folder: string

beforeAll(async () => {
  bundle = await bundleProgram(
    new URL(import.meta.resolve('@mudbrick/testing/programs/store-stress')),
  )
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-sqlite-'))
}, 30_000)

afterAll(async () => {
  await bundle.dispose()
  rmSync(folder, { recursive: true })
})

// The same at full length: bench/benchmarks/store-stress.mjs
describe.skipIf(process.platform === 'win32')('createSqliteGrantStore() under stress', () => {
  it('loses no acknowledged write', { timeout: 60_000 }, async () => {
    const file = join(folder, 'grants.db')
    const { acknowledged, openings, checkpoints, kills, ...rest } = await runStoreStress({
      start: () => bundle.start(),
      place: { file },
      open: () => createSqliteGrantStore({ file }),
      seconds: 3,
      writers: 2,
      openers: 1,
      checkpointers: 1,
      killEveryMs: 400,
      random: createSeededRandom(11),
    })
    expect(rest).toEqual({
      crashes: 0,
      repeated: [],
      lost: [],
      wentBack: [],
      isConsistent: true,
      failures: {},
    })
    for (const count of [acknowledged, openings, checkpoints, kills]) {
      expect(count).toBeGreaterThan(0)
    }
    const database = new DatabaseSync(file)
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    database.close()
  })
})

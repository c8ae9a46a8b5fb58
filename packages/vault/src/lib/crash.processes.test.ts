import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CrashTestOptions,
  type CrashTestReport,
  runCrashTest,
} from '@mudbrick/testing/crash-test'
import { createForgetfulStore } from '@mudbrick/testing/forgetful-store'
import { type Bundle, bundleProgram } from '@mudbrick/testing/program'
import { createSeededRandom } from '@mudbrick/testing/seeded-random'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGrant } from './sealed-record.ts'
import { createSqliteGrantStore } from './stores/sqlite-grant-store.ts'

let bundle: Bundle
let folder: string

beforeAll(async () => {
  bundle = await bundleProgram(new URL(import.meta.resolve('@mudbrick/testing/programs/vault')))
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-crash-'))
}, 30_000)

afterAll(async () => {
  await bundle.dispose()
  rmSync(folder, { recursive: true })
})

// The same at full size: bench/benchmarks/vault-crash.mjs
describe.skipIf(process.platform === 'win32')('processes that are killed', () => {
  it('lose the rotations that they could not write', { timeout: 60_000 }, async () => {
    const file = join(folder, 'vault', 'grants.db')
    const store = createSqliteGrantStore({ file })
    const report = await crash({ store, place: { file } })
    expectHonest(report)
    expect(report.acknowledgedWrites).toBeGreaterThan(8)
    expect(report).toMatchObject({ lostWrites: [], repeatedWrites: [] })
    await store.close()
  })

  it('lose what a forgetful store has lost', { timeout: 60_000 }, async () => {
    const forgetful = createForgetfulStore()
    const report = await crash({ store: forgetful, place: 'parent', forgetful })
    expectHonest(report)
  })
})

/** Only what the store does not have is lost, and no process asks for ever. */
function expectHonest({ lost, unrecorded, stuck, looping }: CrashTestReport): void {
  expect(Object.keys(lost).toSorted()).toEqual(unrecorded.toSorted())
  expect({ stuck, looping }).toEqual({ stuck: {}, looping: [] })
}

function crash(
  options: Pick<CrashTestOptions, 'store' | 'place' | 'forgetful'>,
): Promise<CrashTestReport> {
  return runCrashTest({
    ...options,
    start: bundle.start,
    open: openGrant,
    processes: 2,
    grants: 8,
    kills: 6,
    lifeMs: 500,
    concurrency: 3,
    leaseMs: 600,
    pauseMs: 60,
    random: createSeededRandom(6),
  })
}

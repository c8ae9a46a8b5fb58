// @ts-check
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { DatabaseSync } from '@photostructure/sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { importTesting, prepareTestingProgram } from '../lib/vault-program.mjs'

/** @type {typeof import('../../tools/testing/vault/store-stress.ts')} */
const { runStoreStress } = await importTesting('store-stress')
/** @type {typeof import('../../tools/testing/platform/seeded-random.ts')} */
const { createSeededRandom } = await importTesting('seeded-random')

const seconds = Number(process.env['BENCH_SECONDS'] ?? 60)
const cases = [
  { name: 'processes that live', killEveryMs: undefined },
  { name: 'processes that are killed', killEveryMs: 400 },
]

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Acknowledged writes of a SQLite store under stress',
  method: `Three processes write to one file, one opens and closes it over and over, one forces checkpoints in all four modes, for ${seconds} s; then the same with a kill -9 every 0.2 s on average. Lost are acknowledged writes that the store does not have in the end; repeated are versions that were acknowledged twice, since the first one was undone.`,
  run: async ({ log }) => {
    const start = await prepareTestingProgram('programs/store-stress')
    const rows = []
    for (const { name, killEveryMs } of cases) {
      log(`${name} …`)
      rows.push({ store: 'SQLite', case: name, ...(await measure(start, killEveryMs)) })
    }
    return rows
  },
}

/**
 * @param {import('../../tools/testing/vault/vault-process.ts').StartVaultProgram} start
 * @param {number | undefined} killEveryMs
 */
async function measure(start, killEveryMs) {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-bench-'))
  const file = join(folder, 'vault', 'grants.db')
  try {
    const report = await runStoreStress({
      start,
      place: { file },
      open: () => createSqliteGrantStore({ file }),
      seconds,
      writers: 3,
      openers: 1,
      checkpointers: 1,
      ...(killEveryMs !== undefined && { killEveryMs }),
      random: createSeededRandom(1),
    })
    return {
      acknowledged: report.acknowledged,
      lost: report.lost.length,
      repeated: report.repeated.length,
      'went back': report.wentBack.length,
      openings: report.openings,
      checkpoints: report.checkpoints,
      kills: report.kills,
      crashes: report.crashes,
      failures: Object.values(report.failures).reduce((sum, count) => sum + count, 0),
      consistent: report.isConsistent ? 'yes' : 'NO',
      'integrity check': checkIntegrity(file),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} file */
function checkIntegrity(file) {
  const database = new DatabaseSync(file)
  const { integrity_check: result } = database.prepare('pragma integrity_check').get() ?? {}
  database.close()
  return String(result)
}

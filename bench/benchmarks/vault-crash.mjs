// @ts-check

import { withPostgres, withSqlite } from '../lib/grant-stores.mjs'
import { importTesting, prepareVaultProgram } from '../lib/vault-program.mjs'
import { openGrant } from '../../packages/vault/dist/lib/sealed-record.js'

/**
 * @typedef {import('../../tools/testing/vault/crash-test.ts').CrashTestReport} Report
 * @typedef {import('../../tools/testing/vault/crash-test.ts').CrashTestOptions} Options
 * @typedef {Pick<Options, 'store' | 'place'> & Partial<Options>} Case
 */

/** @type {typeof import('../../tools/testing/vault/crash-test.ts')} */
const { runCrashTest } = await importTesting('crash-test')
/** @type {typeof import('../../tools/testing/vault/forgetful-store.ts')} */
const { createForgetfulStore } = await importTesting('forgetful-store')
/** @type {typeof import('../../tools/testing/platform/seeded-random.ts')} */
const { createSeededRandom } = await importTesting('seeded-random')

const kills = Number(process.env['BENCH_KILLS'] ?? 300)
// One of the stores below, or all of them.
const wanted = process.env['BENCH_STORE']
const processes = 4
const grants = 200

/** @type {Record<string, string | number>[]} */
const stepRows = []

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Processes that are killed while they refresh',
  method: `${processes} processes refresh ${grants} grants over and over; kill -9 in turn at any moment and between each two steps of a refresh, or for all of them at once and with what the store had not flushed. IMS exchanges a refresh token once. Then each grant is looked at: not recorded are those whose last rotation is in the sandbox's journal and not in the store, lost those that need a sign-in. The two have to be the same grants, and with a grace window none is to be lost.`,
  run: async ({ log }) => {
    const start = await prepareVaultProgram()
    const rows = []
    for (const [name, withStore] of Object.entries(stores)) {
      if (wanted !== undefined && name !== wanted) continue
      log(name)
      const report = await withStore((test) =>
        runCrashTest({
          start,
          processes,
          grants,
          kills,
          concurrency: 3,
          leaseMs: 5_000,
          random: createSeededRandom(1),
          log,
          open: openGrant,
          ...test,
        }),
      )
      rows.push({ store: name, ...judge(report, name.includes('grace')) })
      for (const [step, count] of Object.entries(report.killsByStep)) {
        stepRows.push({ store: name, step, kills: count })
      }
    }
    return rows
  },
  more: async () => [{ title: 'Kills between two steps, by the step', rows: stepRows }],
}

/** @type {Record<string, (run: (test: Case) => Promise<Report>) => Promise<Report>>} */
const stores = {
  SQLite: (run) => withSqlite(run),
  PostgreSQL: (run) => withPostgres(run),
  'SQLite, IMS with a grace window': (run) =>
    withSqlite((test) => run({ ...test, graceMs: 600_000 })),
  'loses what it has not flushed': (run) => {
    const forgetful = createForgetfulStore()
    return run({ store: forgetful, place: 'parent', forgetful })
  },
}

/**
 * @param {Report} report
 * @param {boolean} hasGrace
 * @returns {Record<string, string | number>}
 */
function judge(report, hasGrace) {
  const { lost, unrecorded, stuck, looping } = report
  const ids = Object.keys(lost)
  // A token that was exchanged is exchanged once more within the grace window.
  const expected = hasGrace ? [] : unrecorded
  const isSame = ids.length === expected.length && expected.every((id) => id in lost)
  return {
    kills: report.kills,
    rotations: report.rotations,
    grants: report.grants,
    'not recorded': unrecorded.length,
    lost: ids.length,
    'of them in doubt': Object.values(lost).filter((code) => code === 'in_doubt').length,
    'as expected': isSame ? 'yes' : 'NO',
    stuck: Object.keys(stuck).length,
    looping: looping.length,
    'forgotten writes': report.forgottenWrites,
    'acknowledged writes': report.acknowledgedWrites,
    'of them lost': report.lostWrites.length,
    'acknowledged twice': report.repeatedWrites.length,
    'sent at most': report.mostTimesSent,
    seconds: Math.round(report.seconds),
  }
}

// @ts-check
import { median } from '../lib/median.mjs'
import { createPostgresSchema, startPostgres } from '../lib/postgres.mjs'
import { startProgram } from '../lib/program.mjs'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = 3

/**
 * @typedef {object} Row
 * @property {string} name As the table shows it.
 * @property {string} operation What the program is asked to do.
 * @property {string} [limit] The operation that it is held against.
 * @property {number} [share] The part of that which it is to reach.
 * @property {number} [perSecond] How often it is to be done, if it is held against nothing.
 */

/** @type {readonly Row[]} */
const rows = [
  { name: 'getAccessToken(), known', operation: 'warm', perSecond: 500_000 },
  { name: 'JWE decryption alone (jose)', operation: 'jwe-decryption' },
  { name: 'SQLite: point read, then decrypt', operation: 'sqlite-read-and-decrypt' },
  {
    name: 'getAccessToken() from SQLite, not known',
    operation: 'cold-sqlite',
    limit: 'sqlite-read-and-decrypt',
    share: 0.8,
  },
  { name: 'PostgreSQL: point read, then decrypt', operation: 'postgres-read-and-decrypt' },
  {
    name: 'getAccessToken() from PostgreSQL, not known',
    operation: 'cold-postgres',
    limit: 'postgres-read-and-decrypt',
    share: 0.8,
  },
]

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'The access token of a grant, from a vault',
  method: `One process; one caller of a cached grant, else 8 in flight, of 500 grants in turn of which the vault caches 2; ${rounds} rounds of ${seconds} s, the operations in turn; medians. Shares are of operations per second of the process's own processor time.`,
  run: async ({ log }) => {
    const server = await startPostgres({ isDurable: false })
    const schema = await createPostgresSchema(server.connectionString)
    const program = await startProgram('vault', [schema.connectionString])
    try {
      const figures = rows.map((row) => ({ row, perSecond: [], perCpuSecond: [] }))
      for (let round = 0; round <= rounds; round += 1) {
        log(`round ${round} of ${rounds} …`)
        for (const figure of figures) {
          const measured = await measure(program, figure.row.operation)
          // The first round warms up.
          if (round === 0) continue
          figure.perSecond.push(measured.perSecond)
          figure.perCpuSecond.push(measured.perCpuSecond)
        }
      }
      return toTable(figures)
    } finally {
      await program.stop()
      await server.stop()
    }
  },
}

/**
 * @param {import('../lib/program.mjs').Program} program
 * @param {string} operation
 */
async function measure(program, operation) {
  const cpuBefore = await program.readCpuSeconds()
  const before = performance.now()
  const { count } = await program.ask({ operation, seconds })
  const elapsed = (performance.now() - before) / 1000
  const cpu = (await program.readCpuSeconds()) - cpuBefore
  return { perSecond: count / elapsed, perCpuSecond: count / cpu }
}

/** @param {readonly { row: Row, perSecond: number[], perCpuSecond: number[] }[]} figures */
function toTable(figures) {
  const medians = new Map(
    figures.map(({ row, perCpuSecond }) => [row.operation, median(perCpuSecond)]),
  )
  return figures.map(({ row, perSecond, perCpuSecond }) => {
    const figure = median(perCpuSecond)
    const limit = medians.get(row.limit ?? '')
    const share = limit === undefined ? undefined : figure / limit
    return {
      operation: row.name,
      'per CPU second': Math.round(figure),
      'lowest–highest': `${Math.round(Math.min(...perCpuSecond))}–${Math.round(Math.max(...perCpuSecond))}`,
      'per second': Math.round(median(perSecond)),
      '% of the plain thing': share === undefined ? '' : `${Math.round(share * 100)} %`,
      target: judge(row, figure, share),
    }
  })
}

/**
 * @param {Row} row
 * @param {number} figure
 * @param {number | undefined} share
 */
function judge(row, figure, share) {
  if (row.perSecond !== undefined) {
    const verdict = figure >= row.perSecond ? 'hit' : 'missed'
    return `${verdict} (${row.perSecond.toLocaleString('en-US')})`
  }
  if (row.share === undefined || share === undefined) return ''
  return `${share >= row.share ? 'hit' : 'missed'} (${Math.round(row.share * 100)} %)`
}

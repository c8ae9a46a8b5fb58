// @ts-check
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'

import { describeMachine } from './lib/machine.mjs'
import { formatTable } from './lib/table.mjs'

/** @typedef {{ title: string, rows: readonly Record<string, string | number>[] }} Table */

/**
 * A benchmark is a file of the folder `benchmarks/` that exports what it is about and how to run it.
 * @typedef {object} Benchmark
 * @property {string} title What the table shows.
 * @property {string} method How it is measured, in one sentence.
 * @property {(options: { log: (line: string) => void }) => Promise<readonly Record<string, string | number>[]>} run
 *   Measures, and returns the rows of a table.
 * @property {() => Promise<readonly Table[]>} [more] Measures what stands in further tables, if there are any.
 */

const folder = new URL('benchmarks/', import.meta.url)
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.replace('.mjs', ''))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: there are ${known.join(', ')}.`)
  process.exit(2)
}
for (const name of wanted.length > 0 ? wanted : known) await runBenchmark(name)

/** @param {string} name */
async function runBenchmark(name) {
  /** @type {{ benchmark: Benchmark }} */
  const { benchmark } = await import(new URL(`${name}.mjs`, folder).href)
  const machine = describeMachine()
  console.log(`\n${benchmark.title}\n${benchmark.method}\n${Object.values(machine).join(' · ')}\n`)

  const rows = await benchmark.run({ log: (line) => console.error(line) })
  console.log(formatTable(rows))
  const more = (await benchmark.more?.()) ?? []
  for (const table of more) console.log(`\n${table.title}\n\n${formatTable(table.rows)}`)

  const results = new URL('results/', import.meta.url)
  mkdirSync(results, { recursive: true })
  const command = `node bench/run.mjs ${name}`
  const record = { title: benchmark.title, command, machine, method: benchmark.method, rows, more }
  writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(record, null, 2)}\n`)
}

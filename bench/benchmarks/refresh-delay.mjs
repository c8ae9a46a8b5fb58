// @ts-check
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startProgram, stop } from '../lib/program.mjs'

const perSecond = 100
const seconds = Number(process.env['BENCH_SECONDS'] ?? 15)
const otherWriters = 7
const targetMs = 20

/** @type {readonly { name: string, operation: string, writers: number, isOurs: boolean }[]} */
const cases = [
  { name: 'vault on SQLite', operation: 'refresh', writers: 0, isOurs: true },
  {
    name: 'bare driver, main thread',
    operation: 'write-on-main-thread',
    writers: 0,
    isOurs: false,
  },
  { name: 'vault on SQLite', operation: 'refresh', writers: otherWriters, isOurs: true },
  {
    name: 'bare driver, main thread',
    operation: 'write-on-main-thread',
    writers: otherWriters,
    isOurs: false,
  },
]

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'How late the event loop of a process is that refreshes grants',
  method: `One process refreshes ${perSecond} grants a second for ${seconds} s, with an IMS that answers at once; alone, and beside ${otherWriters} processes that write to the same file 50 times a second each. The bare driver does the four writes of a refresh on the main thread. Milliseconds by monitorEventLoopDelay, less its resolution.`,
  run: async ({ log }) => {
    const rows = []
    for (const { name, operation, writers, isOurs } of cases) {
      log(`${name}, ${writers} other writers …`)
      const measured = await measure(operation, writers)
      rows.push({
        writes: name,
        'other writers': writers,
        refreshes: measured.refreshes,
        failures: measured.failures,
        'p50 ms': round1(measured.p50),
        'p99 ms': round1(measured.p99),
        'max ms': round1(measured.max),
        target: isOurs ? `${measured.p99 <= targetMs ? 'hit' : 'missed'} (p99 ${targetMs})` : '',
      })
    }
    return rows
  },
}

/**
 * @param {string} operation
 * @param {number} writers
 */
async function measure(operation, writers) {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-bench-'))
  const file = join(folder, 'vault', 'grants.db')
  const program = await startProgram('refresh-delay', [file])
  const others = await Promise.all(Array.from({ length: writers }, () => startWriter(file)))
  try {
    return await program.ask({ operation, seconds, perSecond })
  } finally {
    await Promise.all(others.map(stop))
    await program.stop()
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} file */
async function startWriter(file) {
  const program = fileURLToPath(new URL('../programs/refresh-delay.mjs', import.meta.url))
  const child = fork(program, [file, 'writer'])
  await once(child, 'message')
  return child
}

/** @param {number} value */
function round1(value) {
  return Math.round(value * 10) / 10
}

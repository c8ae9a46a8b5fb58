// @ts-check
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const limit = Number(process.env['BENCH_EXCHANGES'] ?? 10_000)
const program = fileURLToPath(new URL('../programs/journal.mjs', import.meta.url))

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'A full journal, and its flows',
  method: `${limit.toLocaleString('en-US')} exchanges in process, ten of eleven with an answer of about 10 kB; heap and buffers after a collection: once they are recorded, and once flows and exchanges have been read.`,
  run: async () => {
    const child = fork(program, [String(limit)], { execArgv: ['--expose-gc'] })
    const [measured] = await once(child, 'message')
    return [
      {
        exchanges: measured.exchanges,
        flows: measured.flows,
        'recorded, MB': measured.recorded.toFixed(1),
        'all read, MB': measured.read.toFixed(1),
        'first list, ms': Math.round(measured.firstListMs),
        'by outcome, ms': Math.round(measured.filterMs),
        'by text, ms': Math.round(measured.textMs),
      },
    ]
  },
}

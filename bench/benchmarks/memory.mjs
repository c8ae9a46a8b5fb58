// @ts-check
import { createClientCredentialsGrant, dialects } from '../lib/clients.mjs'
import { repeat } from '../lib/load.mjs'
import { median } from '../lib/median.mjs'
import { startProgram } from '../lib/program.mjs'

const total = Number(process.env['BENCH_TOKENS'] ?? 1_000_000)
const samples = 50
const workers = 16
// What a garbage collector may leave lying about between two looks.
const toleratedGrowth = 0.1

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Memory while tokens are issued',
  method: `${total.toLocaleString('en-US')} access tokens by client_credentials over plain HTTP; resident memory after each ${(total / samples).toLocaleString('en-US')}. Flat: the median of the last fifth is at most 10 % above that of the second.`,
  run: async ({ log }) => {
    const program = await startProgram('mudbrick')
    try {
      const idle = program.readMegabytes()
      const operations = []
      for (let worker = 0; worker < workers; worker += 1) {
        operations.push(await createClientCredentialsGrant(program.origin, dialects.mudbrick))
      }
      const megabytes = []
      for (let sample = 1; sample <= samples; sample += 1) {
        await repeat(operations, { count: total / samples })
        megabytes.push(program.readMegabytes())
        if (sample % 10 === 0) log(`${(sample * total) / samples} tokens …`)
      }
      return [describe(idle, megabytes)]
    } finally {
      await program.stop()
    }
  },
}

/**
 * @param {number} idle
 * @param {readonly number[]} megabytes
 */
function describe(idle, megabytes) {
  const fifth = samples / 5
  const second = median(megabytes.slice(fifth, 2 * fifth))
  const last = median(megabytes.slice(-fifth))
  const isFlat = last <= second * (1 + toleratedGrowth)
  return {
    program: 'mudbrick',
    'idle, MB': Math.round(idle),
    'second fifth, MB': Math.round(second),
    'last fifth, MB': Math.round(last),
    'highest, MB': Math.round(Math.max(...megabytes)),
    target: `${isFlat ? 'hit' : 'missed'} (flat)`,
  }
}

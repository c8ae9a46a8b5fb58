// @ts-check
import { ensureCertificate } from '../../packages/sandbox/dist/node.js'

import { bundle, sizesOf } from '../browser/bundle.mjs'
import { openBench } from '../browser/chromium.mjs'
import { measureEntries } from '../browser/entries.mjs'
import { measureFeatures } from '../browser/features.mjs'
import { programPath, programs, versionOf } from '../browser/programs.mjs'
import { measureTokensPerSecond } from '../browser/speed.mjs'

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Signing in from a page',
  method:
    'One program per library: sign in, take the answer, give the token, refresh it, sign out. Sizes: esbuild, minified, for ES2022; gzip -9, brotli 11; React apart. Requests: what a server at another origin is asked from the click to the token. Calls: a token that is cached, in Chromium, median of 5 × 400 ms, by the wall clock and per second of processor time of the thread.',
  run: async ({ log }) => {
    const directory = new URL('../results/certificate', import.meta.url).pathname
    const bench = await openBench(await ensureCertificate({ directory }))
    log(`Chromium ${bench.version}`)
    try {
      const rows = []
      for (const program of programs) rows.push(await measure(bench, program))
      return rows
    } finally {
      await bench.close()
    }
  },
  more: async () => {
    const features = await measureFeatures()
    return [
      {
        title:
          'What our program is made of: minified, and how much smaller its gzip is without those modules',
        rows: features,
      },
      { title: 'What other entries weigh', rows: await measureEntries() },
    ]
  },
}

/**
 * @param {Awaited<ReturnType<typeof openBench>>} bench
 * @param {typeof programs[number]} program
 */
async function measure(bench, { name, package: library }) {
  const external = ['react', 'react/jsx-runtime']
  const sizes = sizesOf(await bundle({ entryPoints: [programPath(name)], external }))
  const { context, tab, requests, later } = await bench.signIn(name)
  const { wall, thread } = await measureTokensPerSecond(tab)
  await context.close()
  return {
    program: `${library} ${versionOf(library)}`.trim(),
    'min B': sizes.minified,
    'gzip B': sizes.gzip,
    'brotli B': sizes.brotli,
    requests: requests.length,
    preflights: requests.filter((request) => request.startsWith('OPTIONS')).length,
    'beside, later': later.length,
    'calls/s': wall,
    'calls/thread-s': thread,
  }
}

// @ts-check
import { median } from '../lib/median.mjs'

const rounds = 5
const roundMs = 400

/**
 * How often a signed-in page gives its token in a second: by the clock on the wall, and per second of its thread's own
 * processor time, which a busy machine disturbs less.
 * @param {import('playwright-core').Page} tab
 */
export async function measureTokensPerSecond(tab) {
  const devtools = await tab.context().newCDPSession(tab)
  await devtools.send('Performance.enable')
  const figures = []
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    const before = await readThreadSeconds(devtools)
    const { calls, seconds } = await tab.evaluate(callFor, roundMs)
    const threadSeconds = (await readThreadSeconds(devtools)) - before
    figures.push({ wall: calls / seconds, thread: calls / threadSeconds })
  }
  const measured = figures.slice(1)
  return {
    wall: Math.round(median(measured.map(({ wall }) => wall))),
    thread: Math.round(median(measured.map(({ thread }) => thread))),
  }
}

/** Runs in the page. @param {number} ms */
async function callFor(ms) {
  // @ts-expect-error: the page keeps the program there.
  const { program } = globalThis
  const start = performance.now()
  let calls = 0
  while (performance.now() - start < ms) {
    for (let call = 0; call < 50; call += 1) await program.token()
    calls += 50
  }
  return { calls, seconds: (performance.now() - start) / 1000 }
}

/** @param {import('playwright-core').CDPSession} devtools */
async function readThreadSeconds(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN
}

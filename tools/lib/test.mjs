// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { ensureChromium } from './ensure-chromium.mjs'
import { reportFailure } from './failure.mjs'
import { installWhenStale } from './install.mjs'
import { npm } from './npm.mjs'
import { sayDone } from './progress.mjs'
import { root } from './repository.mjs'
import { styleFor } from './style.mjs'
import { chooseReporters, readCounts, removeCounts } from './test-counts.mjs'
import { formatSummary } from './test-summary.mjs'

const usage = `
  npm test

Installs what is missing, a Chromium among it, then runs  npm run check,  npm run unit  and
npm run e2e  one after the other, until one fails. The last line counts: N passed, N failed.

  CHROMIUM_PATH=<file>   the browser to test in
`

/** @typedef {import('./test-summary.mjs').StepResult} StepResult */

/** @param {string[]} args */
export async function test(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage)
  try {
    await installWhenStale()
    const chromium = await ensureChromium()
    sayDone(`Chromium is ${chromium}`)
    const results = await runSteps({ ...process.env, MUDBRICK_CHROMIUM: chromium })
    console.log(formatSummary(results, styleFor(process.stdout)))
    process.exitCode = results.some(({ counts }) => counts.failed > 0) ? 1 : 0
  } catch (error) {
    reportFailure(error)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  }
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<StepResult[]>}
 */
async function runSteps(environment) {
  /** @type {StepResult[]} */
  const results = []
  for (const name of ['check', 'unit', 'e2e']) {
    const result = await runStep(name, environment)
    results.push(result)
    if (result.counts.failed > 0) break
  }
  return results
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<StepResult>}
 */
async function runStep(name, environment) {
  const hasTests = name !== 'check'
  console.log(`\n${styleFor(process.stdout)('bold', `npm run ${name}`)}`)
  removeCounts(name)
  const startedAt = performance.now()
  const { command, args, shell } = npm([
    'run',
    '--silent',
    name,
    ...(hasTests ? ['--', ...chooseReporters(name)] : []),
  ])
  const child = spawn(command, args, { cwd: root, env: environment, shell, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  const counts = hasTests ? readCounts(name) : { passed: 0, failed: 0, skipped: 0 }
  // A step can fail without a failing test: a check, a file that does not load, a crash.
  const isUnexplained = code !== 0 && counts.failed === 0
  return {
    name,
    seconds: (performance.now() - startedAt) / 1000,
    counts: isUnexplained ? { ...counts, failed: 1 } : counts,
    isUnexplained,
  }
}

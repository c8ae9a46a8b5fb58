// @ts-check
// Runs the browser stories: in Chromium, and with --all-browsers in Firefox and WebKitGTK too.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { ensureChromium } from './lib/ensure-chromium.mjs'
import { ensureEngines } from './lib/ensure-engines.mjs'
import { reportFailure } from './lib/failure.mjs'
import { inRepository, root } from './lib/repository.mjs'

const allBrowsers = '--all-browsers'
const args = process.argv.slice(2)
const others = args.filter((arg) => arg !== allBrowsers)

try {
  process.exitCode = args.includes(allBrowsers)
    ? await runInAllBrowsers()
    : await runStories(['e2e'])
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}

async function runInAllBrowsers() {
  const [chromium] = [await ensureChromium(), await ensureEngines()]
  return runStories(['e2e', 'engines'], { MUDBRICK_CHROMIUM: chromium })
}

/**
 * @param {readonly string[]} projects
 * @param {Readonly<Record<string, string>>} [variables]
 */
async function runStories(projects, variables = {}) {
  const vitest = inRepository('node_modules', 'vitest', 'vitest.mjs')
  const named = projects.flatMap((project) => ['--project', project])
  const child = spawn(process.execPath, [vitest, 'run', ...named, ...others], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: 'inherit',
  })
  const [code] = await once(child, 'exit')
  return code ?? 1
}

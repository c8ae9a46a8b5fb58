// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

import { bundleStandalone } from './bundle-standalone.mjs'
import { sayDone, since } from './progress.mjs'
import { inRepository, root } from './repository.mjs'
import { styleFor } from './style.mjs'

/** @typedef {{ name: string, args: string[] }} Gate */

/** @type {Gate} */
const compile = { name: 'compile', args: ['node_modules/typescript/bin/tsc', '-b'] }

/** @type {Gate} */
const pages = { name: 'pages of the sandbox', args: ['tools/build-pages.mjs'] }

/** @type {Gate[]} These read what the compiler wrote. */
const gates = [
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--check', '.'] },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint'] },
  {
    name: 'types of tests',
    args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json'],
  },
  {
    name: 'types of examples/wknd-spa',
    args: ['node_modules/typescript/bin/tsc', '-p', 'examples/wknd-spa'],
  },
  {
    name: 'types of examples/express-embed',
    args: ['node_modules/typescript/bin/tsc', '-p', 'examples/express-embed'],
  },
  {
    name: 'types of examples/commerce-admin',
    args: ['node_modules/typescript/bin/tsc', '-p', 'examples/commerce-admin'],
  },
  {
    name: 'types of examples/frame',
    args: ['node_modules/typescript/bin/tsc', '-p', 'examples/frame'],
  },
  {
    name: 'types of apps/console',
    args: ['node_modules/typescript/bin/tsc', '-p', 'apps/console'],
  },
  { name: 'layers', args: ['tools/check-layers.mjs'] },
  { name: 'imports', args: ['tools/check-imports.mjs'] },
  { name: 'circles', args: ['tools/check-cycles.mjs'] },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js'] },
  { name: 'packages', args: ['tools/check-packages.mjs'] },
  { name: 'sizes', args: ['tools/check-sizes.mjs'] },
  { name: 'API report', args: ['tools/api-report.mjs'] },
  { name: 'tables', args: ['tools/write-tables.mjs'] },
  { name: 'links', args: ['tools/check-links.mjs'] },
  { name: 'READMEs', args: ['tools/check-readmes.mjs'] },
  { name: 'words', args: ['tools/check-words.mjs'] },
]

/** Runs every gate, two at a time, and prints a line for each, or its failures. */
export async function check() {
  const isBuilt = (await Promise.all([run(compile), run(pages)])).every(Boolean)
  // npm would pack it, and a fresh clone does not have it.
  if (isBuilt) await bundleStandalone()
  // Without a build the other gates would all fail for that reason, each in its own words.
  const isPassed = isBuilt && (await pass(gates))
  if (!isPassed) process.exitCode = 1
}

/**
 * @param {Gate[]} some
 * @returns {Promise<boolean>} Whether all of them passed.
 */
async function pass(some) {
  const waiting = [...some]
  /** @type {boolean[]} */
  const results = []
  const work = async () => {
    for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
      results.push(await run(gate))
    }
  }
  await Promise.all([work(), work()])
  return results.every((isPassed) => isPassed)
}

/** @param {Gate} gate */
async function run({ name, args: [script = '', ...args] }) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [inRepository(script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (code !== 0) {
    console.error(`  ${styleFor(process.stderr)('red', '✗')} ${name}`)
    console.error(indent(`${output}${complaints}`))
    return false
  }
  // The gates of our own say in a line what they found.
  const finding = script.startsWith('tools/') ? `: ${output.trim()}` : ''
  const seconds = styleFor(process.stdout)('dim', since(startedAt))
  sayDone(`${name}${finding} ${seconds}`)
  return true
}

/** @param {string} output */
function indent(output) {
  return output.trim().replaceAll(/^(?=.)/gm, '    ')
}

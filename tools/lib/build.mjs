// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs'

import { compile } from './compile.mjs'
import { reportFailure } from './failure.mjs'
import { installWhenStale } from './install.mjs'
import { sayDone, withProgress } from './progress.mjs'
import { runQuietly } from './quiet-command.mjs'
import { inRepository } from './repository.mjs'

/** Removes what earlier builds made, then compiles the packages and builds the examples. */
export async function build() {
  try {
    await installWhenStale()
    for (const name of readdirSync(inRepository('packages'))) removeOutput(name)
    const integrity = await compile()
    sayDone(`packages/browser/dist/standalone.js has the integrity ${integrity}`)
    for (const name of listExamples()) await buildExample(name)
  } catch (error) {
    reportFailure(error)
    process.exitCode = 1
  }
}

/** @param {string} name */
function removeOutput(name) {
  rmSync(inRepository('packages', name, 'dist'), { recursive: true, force: true })
  rmSync(inRepository('packages', name, 'tsconfig.tsbuildinfo'), { force: true })
}

function listExamples() {
  return readdirSync(inRepository('examples')).filter((name) =>
    existsSync(inRepository('examples', name, 'vite.config.ts')),
  )
}

/** @param {string} name */
async function buildExample(name) {
  const words = { doing: `Building examples/${name}`, done: `Built examples/${name}` }
  const vite = inRepository('node_modules', 'vite', 'bin', 'vite.js')
  await withProgress(words, () =>
    runQuietly({
      name: `vite build ${name}`,
      command: process.execPath,
      args: [vite, 'build', inRepository('examples', name)],
    }),
  )
}

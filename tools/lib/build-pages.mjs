// @ts-check
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { runQuietly } from './quiet-command.mjs'
import { inRepository } from './repository.mjs'

const source = inRepository('apps', 'console')

/** What the build reads beside the sources of the console. */
const others = [inRepository('package-lock.json'), inRepository('examples', 'frame', 'vite')]

/**
 * Builds the pages of the sandbox into `packages/sandbox/dist/pages`, when they are older than their sources.
 * @param {AbortSignal} [signal]
 */
export async function buildPages(signal) {
  const built = changedAt(inRepository('packages', 'sandbox', 'dist', 'pages', 'index.html'))
  if (built > Math.max(...[source, ...others].map(changedAt))) return
  await runQuietly({
    name: 'vite build of the sandbox’s pages',
    command: process.execPath,
    args: [inRepository('node_modules', 'vite', 'bin', 'vite.js'), 'build', source],
    signal,
  })
}

/**
 * When a file, or the newest in a folder, was written; 0 when there is none.
 * @param {string} path
 * @returns {number}
 */
function changedAt(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = readdirSync(path).filter((name) => name !== 'node_modules')
  return Math.max(0, ...names.map((name) => changedAt(join(path, name))))
}

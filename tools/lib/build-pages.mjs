// @ts-check
import { changedAt } from './changed-at.mjs'
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

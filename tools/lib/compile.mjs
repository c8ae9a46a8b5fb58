// @ts-check
import { buildPages } from './build-pages.mjs'
import { withProgress } from './progress.mjs'
import { runQuietly } from './quiet-command.mjs'
import { inRepository } from './repository.mjs'

/**
 * Compiles the packages and builds the sandbox's pages; a second when nothing has changed. Returns the SRI hash of standalone.js.
 * @param {AbortSignal} [signal]
 */
export async function compile(signal) {
  return withProgress({ doing: 'Compiling', done: 'Compiled' }, async () => {
    const packages = runQuietly({
      name: 'tsc -b',
      command: process.execPath,
      args: [inRepository('node_modules', 'typescript', 'bin', 'tsc'), '-b'],
      signal,
    })
    // The pages take only types from the packages, so that they need not wait for them.
    await Promise.all([packages, buildPages(signal)])
    // Loaded late: what npm start runs first must do without installed packages.
    const { bundleStandalone } = await import('./bundle-standalone.mjs')
    return bundleStandalone()
  })
}

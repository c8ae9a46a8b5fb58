// @ts-check
import { withProgress } from './progress.mjs'
import { runQuietly } from './quiet-command.mjs'
import { inRepository } from './repository.mjs'

/**
 * Compiles the packages; a second when nothing has changed.
 * @param {AbortSignal} [signal]
 */
export async function compile(signal) {
  await withProgress({ doing: 'Compiling', done: 'Compiled' }, () =>
    runQuietly({
      name: 'tsc -b',
      command: process.execPath,
      args: [inRepository('node_modules', 'typescript', 'bin', 'tsc'), '-b'],
      signal,
    }),
  )
}

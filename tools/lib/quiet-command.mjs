// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'

import { Failure } from './failure.mjs'
import { inRepository, root } from './repository.mjs'

/**
 * Runs a command whose output goes to a file, which is shown only when it fails.
 * @param {{ name: string, command: string, args: string[], shell?: boolean, signal?: AbortSignal | undefined }} options
 */
export async function runQuietly({ name, command, args, shell = false, signal }) {
  const log = `.cache/logs/${name.replaceAll(/\W+/g, '-')}.log`
  mkdirSync(inRepository('.cache', 'logs'), { recursive: true })
  const output = openSync(inRepository(log), 'w')
  try {
    const child = spawn(command, args, {
      cwd: root,
      shell,
      stdio: ['ignore', output, output],
      ...(signal && { signal }),
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw createFailure(name, log)
  } catch (error) {
    if (error instanceof Failure || signal?.aborted) throw error
    throw new Failure(`${name} could not be run: is ${command} installed?`, { cause: error })
  } finally {
    closeSync(output)
  }
}

/**
 * @param {string} name
 * @param {string} log
 */
function createFailure(name, log) {
  const output = readFileSync(inRepository(log), 'utf8')
  return new Failure(`${name} failed: the full output is in ${log}.`, { output })
}

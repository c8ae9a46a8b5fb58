import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const intercept = new URL('../../packages/sandbox/dist/intercept.js', import.meta.url)

/** Runs a program of `programs/`, which knows nothing of the sandbox, with Adobe's hosts intercepted. */
export async function runIntercepted(name: string): Promise<unknown> {
  const program = fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    intercept.href,
    program,
  ])
  return JSON.parse(stdout)
}

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds the pages of the sandbox, which `tsc -b` does not, if they are not there yet. */
export async function ensurePages(): Promise<void> {
  if (existsSync(`${root}packages/sandbox/dist/pages/index.html`)) return
  const { NODE_ENV: _, ...env } = process.env
  const vite = `${root}node_modules/vite/bin/vite.js`
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: `${root}apps/console`,
    env,
  })
}

// @ts-check
import { statSync, utimesSync } from 'node:fs'

import { Failure } from './failure.mjs'
import { npm } from './npm.mjs'
import { withProgress } from './progress.mjs'
import { runQuietly } from './quiet-command.mjs'
import { inRepository } from './repository.mjs'

/**
 * Installs the packages that package-lock.json names, unless that was done after it changed.
 * @param {AbortSignal} [signal]
 */
export async function installWhenStale(signal) {
  const locked = readModificationTime('package-lock.json')
  const installed = readModificationTime(...installedPath)
  if (!isStale(locked, installed)) return
  await withProgress({ doing: 'Installing packages', done: 'Packages installed' }, () =>
    install(signal),
  )
  const now = new Date()
  utimesSync(inRepository(...installedPath), now, now)
}

const installedPath = ['node_modules', '.package-lock.json']

// With NODE_ENV=production npm would leave out what starts and tests all this.
const options = ['--include=dev', '--no-audit', '--no-fund', '--prefer-offline']

/** @param {AbortSignal | undefined} signal */
async function install(signal) {
  try {
    await runQuietly({ name: 'npm ci', signal, ...npm(['ci', ...options]) })
  } catch (error) {
    if (!(error instanceof Failure && isLockIncomplete(error.output))) throw error
    // A lock file that was written against a registry without some system's packages lacks them,
    // and npm ci then refuses on every system; npm install takes the rest as locked.
    const args = ['install', '--no-save', ...options]
    await runQuietly({ name: 'npm install', signal, ...npm(args) })
  }
}

/**
 * Whether npm ci complained of missing packages, and of nothing else.
 * @param {string} output
 */
export function isLockIncomplete(output) {
  return / Missing: \S+ from lock file/.test(output) && !/ Invalid: /.test(output)
}

/**
 * npm writes both files at the end of an installation, in either order.
 * @param {number | undefined} locked
 * @param {number | undefined} installed
 */
export function isStale(locked, installed) {
  return installed === undefined || (locked !== undefined && locked > installed + 1000)
}

/** @param {string[]} path */
function readModificationTime(...path) {
  return statSync(inRepository(...path), { throwIfNoEntry: false })?.mtimeMs
}

// @ts-check
import { statSync, utimesSync } from 'node:fs'

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
  await runQuietly({ name: 'npm ci', signal, ...npm(['ci', ...options]) })
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

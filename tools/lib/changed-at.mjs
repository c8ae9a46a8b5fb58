// @ts-check
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * When a file was written, or anything in a folder was last written, added or removed; 0 when there is none.
 * @param {string} path
 * @returns {number}
 */
export function changedAt(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = readdirSync(path).filter((name) => name !== 'node_modules')
  // The folder's own time is that of the last file that was added or removed.
  return Math.max(found.mtimeMs, ...names.map((name) => changedAt(join(path, name))))
}

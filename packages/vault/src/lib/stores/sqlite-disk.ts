import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Returns whether there is space for the files of a store to grow. Tries it, since free space may be
 * reserved for root, and a quota or a limit of the process shows nowhere else.
 */
export function canGrow(file: string): boolean {
  const probe = join(dirname(file), `probe-${process.pid}`)
  try {
    writeFileSync(probe, new Uint8Array(1), { mode: 0o600 })
    truncateSync(probe, Math.max(sizeOf(file), sizeOf(`${file}-wal`)))
    appendFileSync(probe, new Uint8Array(65_536))
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { force: true })
  }
}

/** Returns whether this process may write the files of a store, and create those that do not exist. */
export function isWritable(file: string): boolean {
  const files = [file, `${file}-wal`, `${file}-shm`].filter((name) => existsSync(name))
  try {
    for (const name of [dirname(file), ...files]) accessSync(name, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

import { appendFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { VaultError } from '../vault-error.ts'

/** Makes of what LMDB failed with in this folder what a store rejects with. */
export async function createLmdbFailure(error: unknown, path: string): Promise<VaultError> {
  const cause = await findCause(error)
  return new VaultError(isFull(cause, path) ? 'store_full' : 'store_unavailable', { cause })
}

/** LMDB says only that a commit failed, and why in a promise beside. */
async function findCause(error: unknown): Promise<unknown> {
  if (!(error instanceof Error && 'commitError' in error)) return error
  try {
    await error.commitError
    return error
  } catch (cause) {
    return cause
  }
}

const { EDQUOT, EFBIG, EIO, ENOSPC } = constants.errno
const mapFull = -30_792
const noRoom = new Set([EDQUOT, EFBIG, ENOSPC, mapFull])

function isFull(error: unknown, path: string): boolean {
  const code = lmdbCodeOf(error)
  // The last write that a full disk takes is cut short, which LMDB calls an error of the device.
  return noRoom.has(code) || (code === EIO && !canGrow(path))
}

/** Gives the number by which LMDB or the system names an error; 0 if it has none. */
export function lmdbCodeOf(error: unknown): number {
  if (!(error instanceof Error && 'code' in error)) return 0
  return typeof error.code === 'number' ? error.code : 0
}

/** Tries it: what is free may be meant for root, and a quota or a limit shows nowhere else. */
function canGrow(path: string): boolean {
  const probe = join(path, `probe-${process.pid}`)
  try {
    const { size } = statSync(join(path, 'data.mdb'))
    writeFileSync(probe, new Uint8Array(1))
    truncateSync(probe, size)
    appendFileSync(probe, new Uint8Array(65_536))
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { force: true })
  }
}

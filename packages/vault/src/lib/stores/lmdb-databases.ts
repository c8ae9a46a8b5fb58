import { chmodSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigurationError } from '@mudbrick/http'
import { open, type Database } from 'lmdb'

/** An array is smaller than an object, and is told from what somebody else may have put there. */
export type StoredRecord = readonly [
  version: number,
  keyId: string,
  dueAt: number | null,
  isRevocationPending: boolean,
  sealed: string,
]

export type StoredLease = readonly [fence: number, until: number, ttlMs: number]

/** What a store keeps in its folder. */
export interface LmdbDatabases {
  readonly path: string
  /** Tells the file that was opened from another one of its name. */
  readonly identity: string | undefined
  readonly root: ReturnType<typeof open>
  readonly records: Database<StoredRecord, string> & { readonly resetReadTxn: () => void }
  readonly due: Database<null, [dueAt: number, id: string]>
  readonly byKey: Database<null, [keyId: string, id: string]>
  readonly pending: Database<null, string>
  readonly leases: Database<StoredLease, string>
  readonly counters: Database<number, string>
}

/**
 * Opens what is in a folder, or begins it there.
 *
 * @throws {@link ConfigurationError} when the folder cannot be used, or others may look into it
 */
export function openLmdbDatabases(folder: string): LmdbDatabases {
  const path = prepareFolder(folder)
  try {
    const root = open({
      path,
      noSubdir: false,
      // Else a write that fails leaves a rejection behind that nobody can handle.
      eventTurnBatching: false,
    })
    for (const name of ['data.mdb', 'lock.mdb']) chmodSync(join(path, name), 0o600)
    return {
      path,
      identity: findIdentity(path),
      root,
      records: root.openDB({ name: 'grants' }),
      due: root.openDB({ name: 'due' }),
      byKey: root.openDB({ name: 'keys' }),
      pending: root.openDB({ name: 'revocations' }),
      leases: root.openDB({ name: 'leases' }),
      counters: root.openDB({ name: 'counters' }),
    }
  } catch (error) {
    throw refuse(
      `The store cannot open its folder ${path} (${describe(error)}): give it a folder of its own, on a local disk.`,
    )
  }
}

/** Names the file in which a folder has its records; `undefined` where there is none. */
export function findIdentity(path: string): string | undefined {
  const found = statSync(join(path, 'data.mdb'), { throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

function prepareFolder(folder: string): string {
  if (typeof folder !== 'string' || folder === '') {
    throw refuse('The store needs a folder of its own: name one as the option "folder".')
  }
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw refuse(`The store cannot make its folder ${path} (${describe(error)}): name another.`)
  }
  const status = statSync(path)
  const isOpen = process.platform !== 'win32' && (status.mode & 0o077) !== 0
  if (isOpen) throw refuse(explainOpenFolder(path, status))
  return path
}

/** To shut out others from a folder that is theirs too would break what they do. */
function explainOpenFolder(path: string, status: Stats): string {
  return isOwnFolder(path, status)
    ? `Others may look into the store's folder ${path}: run chmod 700 on it.`
    : `${path} is a folder of others too: name one of the store's own, such as ${join(path, 'vault')}.`
}

function isOwnFolder(path: string, { mode }: Stats): boolean {
  if ((mode & sticky) !== 0) return false
  try {
    const names = readdirSync(path)
    return names.length === 0 || names.includes('data.mdb')
  } catch {
    return false
  }
}

const sticky = 0o1000

function refuse(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'folder', message)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import { mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
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
    return {
      path,
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
  const isOpen = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
  if (isOpen) {
    throw refuse(
      `Others may look into the store's folder ${path}: give the store a folder of its own, and run chmod 700 on it.`,
    )
  }
  return path
}

function refuse(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'folder', message)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

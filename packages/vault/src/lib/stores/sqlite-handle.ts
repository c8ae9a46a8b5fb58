import { ConfigurationError, isMudbrickError } from '@mudbrick/http'
import { VaultError } from '../vault-error.ts'
import { pause } from './pause.ts'
import { openSqliteConnection, type SqliteConnection } from './sqlite-connection.ts'
import { chooseSqliteDriver, findSqliteSources, type ChosenDriver } from './sqlite-driver.ts'
import { createSqliteError, isNoDatabase, isSqliteBusy } from './sqlite-failure.ts'
import { findSqliteIdentity, prepareSqliteFile } from './sqlite-file.ts'
import { prepareSqliteReader, type SqliteReader } from './sqlite-reader.ts'
import { prepareSqliteSchema } from './sqlite-schema.ts'
import { createSqliteWriteQueue, type SqliteWriteQueue } from './sqlite-write-queue.ts'
import { readUptimeMs } from './uptime.ts'

/** What tests set otherwise. */
export interface SqliteSettings {
  /** How long to wait for the lock of another process. */
  readonly lockTimeoutMs: number
  /** By how much the write-ahead log grows between two checkpoints. */
  readonly checkpointBytes: number
}

/** A file that is open, once for all stores of this process. */
export interface SqliteHandle {
  readonly file: string
  /** Identifies the file that was opened. */
  readonly identity: string
  readonly reader: SqliteReader
  readonly queue: SqliteWriteQueue
  /** How many stores have it open. */
  users: number
  /** To be called once by each store that opened it; the last one closes it. */
  readonly release: () => Promise<void>
}

export const defaultSqliteSettings: SqliteSettings = {
  // A write can wait for two of them, and a vault gives its store 10 seconds.
  lockTimeoutMs: 4_000,
  checkpointBytes: 4_194_304,
}

/**
 * Opens the file of a store, and creates it where there is none.
 *
 * @throws {@link ConfigurationError} when the file or its folder cannot be used, or there is no safe driver
 * @throws {@link VaultError} when the file cannot be used now
 */
export function openSqliteHandle(given: string, settings: SqliteSettings): SqliteHandle {
  const file = prepareSqliteFile(given)
  const present = handles.get(file)
  const handle =
    present && present.identity === findSqliteIdentity(file) ? present : open(file, settings)
  handles.set(file, handle)
  handle.users += 1
  return handle
}

const handles = new Map<string, SqliteHandle>()

const retryAfterMs = 10

// What is installed stays the same while the process runs.
let chosen: ChosenDriver | undefined

function open(file: string, settings: SqliteSettings): SqliteHandle {
  chosen ??= chooseSqliteDriver(findSqliteSources())
  const { driver, specifier } = chosen
  const { lockTimeoutMs } = settings
  let connection: SqliteConnection | undefined
  try {
    connection = openSqliteConnection({ driver, file, mode: 'create', lockTimeoutMs })
    prepareSchema(connection, file, lockTimeoutMs)
    const reader = prepareSqliteReader(connection)
    // From here on, a read that meets a lock is repeated without blocking the event loop.
    connection.setLockTimeout(0)
    const identity = findSqliteIdentity(file)
    if (identity === undefined) throw new VaultError('store_missing')
    const queue = createSqliteWriteQueue({ ...settings, file, identity, specifier })
    return createHandle({ file, identity, reader, queue }, connection)
  } catch (error) {
    connection?.close()
    throw explain(error, file)
  }
}

/** SQLite does not wait for all locks of a file whose journal mode changes. */
function prepareSchema(connection: SqliteConnection, file: string, lockTimeoutMs: number): void {
  const startedAt = readUptimeMs()
  for (;;) {
    try {
      return prepareSqliteSchema(connection, file)
    } catch (error) {
      if (!isSqliteBusy(error) || readUptimeMs() - startedAt > lockTimeoutMs) throw error
      pause(retryAfterMs)
    }
  }
}

function createHandle(
  parts: Pick<SqliteHandle, 'file' | 'identity' | 'reader' | 'queue'>,
  connection: SqliteConnection,
): SqliteHandle {
  const handle: SqliteHandle = {
    ...parts,
    users: 0,
    async release() {
      handle.users -= 1
      if (handle.users > 0) return
      if (handles.get(handle.file) === handle) handles.delete(handle.file)
      // The last connection moves what is left in the write-ahead log: better the worker than this thread.
      connection.close()
      await handle.queue.close()
    },
  }
  return handle
}

function explain(error: unknown, file: string): Error {
  if (isMudbrickError(error)) return error
  if (isNoDatabase(error)) {
    return new ConfigurationError(
      'invalid_option',
      'file',
      `${file} is not a SQLite database: name another file.`,
    )
  }
  return createSqliteError(error, { file, identity: undefined })
}

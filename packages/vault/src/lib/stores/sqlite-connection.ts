import { pathToFileURL } from 'node:url'
import type { SqliteDriver, SqliteStatement } from './sqlite-driver.ts'

/** A connection to the file of a store. */
export interface SqliteConnection {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => SqliteStatement
  /** Returns the first value of the first row. */
  readonly ask: (sql: string) => unknown
  /** Sets how long the connection waits for a lock. */
  readonly setLockTimeout: (timeoutMs: number) => void
  /** Undoes the transaction, if SQLite has not done so itself. */
  readonly rollBack: () => void
  /** Closes the files, even while statements are still in memory. */
  readonly close: () => void
}

export interface SqliteConnectionOptions {
  readonly driver: SqliteDriver
  readonly file: string
  /** Whether a file that does not exist is created. */
  readonly mode: 'open' | 'create'
  readonly lockTimeoutMs: number
}

/**
 * Opens the file of a store, as the schema `store`. It is attached to a database in memory, since
 * `@photostructure/sqlite` keeps the files of a closed connection open until its statements are
 * collected as garbage; to detach it closes them at once.
 */
export function openSqliteConnection({
  driver,
  file,
  mode,
  lockTimeoutMs,
}: SqliteConnectionOptions): SqliteConnection {
  const database = new driver.DatabaseSync(':memory:')
  const connection: SqliteConnection = {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    ask: (sql) => Object.values(database.prepare(sql).get() ?? {})[0],
    setLockTimeout: (timeoutMs) => database.exec(`pragma busy_timeout = ${timeoutMs}`),
    rollBack() {
      try {
        database.exec('rollback')
      } catch {
        // There is no transaction any more.
      }
    },
    close() {
      try {
        database.exec('detach store')
      } catch {
        // The files are then closed when the statements are collected.
      }
      database.close()
    },
  }
  try {
    connection.setLockTimeout(lockTimeoutMs)
    const url = `${pathToFileURL(file).href}?mode=${mode === 'create' ? 'rwc' : 'rw'}`
    database.prepare('attach ? as store').run(url)
    // The writer makes the checkpoints. On macOS, only a full sync reaches the disk.
    database.exec(
      'pragma wal_autocheckpoint = 0; pragma store.synchronous = full; pragma fullfsync = on',
    )
    return connection
  } catch (error) {
    database.close()
    throw error
  }
}

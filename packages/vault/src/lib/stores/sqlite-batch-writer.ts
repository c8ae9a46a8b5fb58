import { statSync } from 'node:fs'
import { openSqliteConnection, type SqliteConnection } from './sqlite-connection.ts'
import type { SqliteDriver } from './sqlite-driver.ts'
import {
  createSqliteFailure,
  isSqliteBusy,
  isSqliteFull,
  isStatementFailure,
} from './sqlite-failure.ts'
import { findSqliteIdentity } from './sqlite-file.ts'
import type {
  SqliteWrite,
  SqliteWriteOutcome,
  SqliteWriteResult,
  WriterSettings,
} from './sqlite-messages.ts'
import { prepareSqliteWrites } from './sqlite-writes.ts'
import { pause } from './pause.ts'
import { readUptimeMs } from './uptime.ts'

/** Does what a worker is asked for, on a connection of its own. */
export interface SqliteBatchWriter {
  /** Does all writes in one transaction, and returns what became of them once it is on the disk. */
  readonly write: (writes: readonly SqliteWrite[]) => readonly SqliteWriteOutcome[]
  /** Moves what was written from the write-ahead log to the database, when it is time. */
  readonly checkpoint: () => void
  readonly close: () => void
}

export function createSqliteBatchWriter(
  driver: SqliteDriver,
  { file, identity, lockTimeoutMs, checkpointBytes }: WriterSettings,
): SqliteBatchWriter {
  let opened: OpenedWriter | undefined
  let checkpointedBytes = 0

  return {
    write(writes) {
      try {
        return writeAll(writes)
      } catch (error) {
        const failure = createSqliteFailure(error, { file, identity })
        if (!isSqliteBusy(error)) close()
        return writes.map(() => ({ failure }))
      }
    },

    checkpoint() {
      if (!opened) return
      const size = sizeOfLog()
      if (size < checkpointedBytes) checkpointedBytes = 0
      if (size - checkpointedBytes < checkpointBytes) return
      moveLog(opened.connection)
      checkpointedBytes = sizeOfLog()
    },

    close,
  }

  function writeAll(writes: readonly SqliteWrite[]): readonly SqliteWriteOutcome[] {
    opened ??= open()
    try {
      return runTransaction(opened, writes)
    } catch (error) {
      if (!isSqliteFull(error, file)) throw error
      // What is moved out of the log leaves space in it, which does not have to come from the disk.
      runCheckpoint(opened.connection, 'restart')
      return runTransaction(opened, writes)
    }
  }

  function open(): OpenedWriter {
    checkIdentity()
    const connection = openSqliteConnection({ driver, file, mode: 'open', lockTimeoutMs })
    try {
      connection.setLockTimeout(0)
      connection.exec(`pragma store.journal_size_limit = ${checkpointBytes}`)
      return { connection, apply: prepareSqliteWrites(connection) }
    } catch (error) {
      connection.close()
      throw error
    }
  }

  function runTransaction(
    { connection, apply }: OpenedWriter,
    writes: readonly SqliteWrite[],
  ): readonly SqliteWriteOutcome[] {
    begin(connection)
    try {
      const outcomes = writes.map((write) => attempt(apply, write))
      connection.exec('commit')
      // What is written to a file that was removed or replaced is lost.
      checkIdentity()
      return outcomes
    } catch (error) {
      connection.rollBack()
      throw error
    }
  }

  /**
   * Waits for the lock in short steps: those of SQLite grow to 100 ms, in which processes that write
   * all the time leave no gap for the others.
   */
  function begin(connection: SqliteConnection): void {
    const startedAt = readUptimeMs()
    for (;;) {
      try {
        return connection.exec('begin immediate')
      } catch (error) {
        const isOver = readUptimeMs() - startedAt > lockTimeoutMs
        if (isOver || !isSqliteBusy(error)) throw error
        pause(stepMs)
      }
    }
  }

  /** A write that makes no sense fails, and leaves the others of its transaction alone. */
  function attempt(apply: OpenedWriter['apply'], write: SqliteWrite): SqliteWriteOutcome {
    try {
      return { result: apply(write) }
    } catch (error) {
      if (!isStatementFailure(error)) throw error
      return { failure: createSqliteFailure(error, { file, identity }) }
    }
  }

  function checkIdentity(): void {
    if (findSqliteIdentity(file) !== identity) throw new Error(`${file} is another file now.`)
  }

  function sizeOfLog(): number {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  }

  function close(): void {
    opened?.connection.close()
    opened = undefined
  }
}

interface OpenedWriter {
  readonly connection: SqliteConnection
  readonly apply: (write: SqliteWrite) => SqliteWriteResult
}

const longestStopMs = 50
const stepMs = 1

/** First without stopping others, then with the writers stopped for the little that is left. */
function moveLog(connection: SqliteConnection): void {
  connection.setLockTimeout(longestStopMs)
  if (runCheckpoint(connection, 'passive')) runCheckpoint(connection, 'truncate')
  connection.setLockTimeout(0)
}

/**
 * Returns whether it was done, or another connection is in the way. When it fails, nothing is lost,
 * and the next one moves what this one left.
 */
function runCheckpoint(
  connection: SqliteConnection,
  mode: 'passive' | 'restart' | 'truncate',
): boolean {
  try {
    return connection.ask(`pragma store.wal_checkpoint(${mode})`) === 0
  } catch {
    return false
  }
}

import type { GrantFilter, GrantRecord, GrantScan, KeyUsage, ScanOptions } from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import { createDueScan, createIdScan, parseDuePlace } from './scan-place.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import type { SqliteRow, SqliteStatement } from './sqlite-driver.ts'
import { isStatementFailure } from './sqlite-failure.ts'
import { parseGrantRow } from './sqlite-rows.ts'

/** Reads a store, as it is at the moment of the call. */
export interface SqliteReader {
  readonly read: (id: string) => GrantRecord | undefined
  readonly scan: (filter: GrantFilter, options: ScanOptions) => GrantScan
  readonly countByKey: (clientId: string) => readonly KeyUsage[]
}

export function prepareSqliteReader(connection: SqliteConnection): SqliteReader {
  const readGrant = connection.prepare(
    `select version, client_id, subject_hash, key_id, due_at, is_revocation_pending, sealed
     from grants where id = ?`,
  )
  const scanDue = connection.prepare(
    `select due_at, id from grants where client_id = ? and due_at <= ? and (due_at, id) > (?, ?)
     order by due_at, id limit ?`,
  )
  const scanKey = connection.prepare(
    'select id from grants where client_id = ? and key_id = ? and id > ? order by id limit ?',
  )
  const scanSubject = connection.prepare(
    'select id from grants where client_id = ? and subject_hash = ? and id > ? order by id limit ?',
  )
  const scanRevocation = connection.prepare(
    `select id from grants where client_id = ? and is_revocation_pending = 1 and id > ?
     order by id limit ?`,
  )
  const countKeys = connection.prepare(
    'select key_id, records from grant_counts where client_id = ? order by key_id',
  )

  return {
    read(id) {
      const row = findRow(readGrant, id)
      return row && parseGrantRow(id, row)
    },

    scan(filter, options) {
      const { clientId } = filter
      const { after = '', limit } = options
      if ('dueBefore' in filter) {
        const place = parseDuePlace(options.after)
        const rows = scanDue.all(clientId, filter.dueBefore, place.dueAt, place.id, limit)
        return createDueScan(
          rows.map((row) => ({ dueAt: Number(row['due_at']), id: String(row['id']) })),
          options,
        )
      }
      if ('keyId' in filter) return idScan(scanKey.all(clientId, filter.keyId, after, limit))
      if ('subjectHash' in filter) {
        return idScan(scanSubject.all(clientId, filter.subjectHash, after, limit))
      }
      return idScan(scanRevocation.all(clientId, after, limit))

      function idScan(rows: readonly SqliteRow[]): GrantScan {
        return createIdScan(
          rows.map((row) => String(row['id'])),
          options,
        )
      }
    },

    countByKey: (clientId) =>
      countKeys.all(clientId).map((row) => ({
        keyId: String(row['key_id']),
        records: Number(row['records']),
      })),
  }
}

function findRow(statement: SqliteStatement, id: string): SqliteRow | undefined {
  try {
    return statement.get(id)
  } catch (cause) {
    // The driver itself refuses a number that JavaScript cannot represent.
    throw isStatementFailure(cause)
      ? new VaultError('corrupt_record', { grantId: id, cause })
      : cause
  }
}

import type {
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  KeyUsage,
  ScanOptions,
} from '../grant-store.ts'
import { listenForLostConnections } from './postgres-lost-connections.ts'
import { migratePostgres } from './postgres-migration.ts'
import { checkPostgresOptions, type PostgresGrantStoreOptions } from './postgres-options.ts'
import type { PostgresResult } from './postgres-pool.ts'
import { createPostgresQueries } from './postgres-queries.ts'
import { createGrantValues, parseEstimateRow, parseGrantRow } from './postgres-rows.ts'
import {
  countByKeyStatement,
  deleteStatement,
  estimateStatement,
  exactCountLimit,
  insertStatement,
  leaseStatement,
  readStatement,
  releaseStatement,
  renewStatement,
  scanDueStatement,
  scanKeyStatement,
  scanRevocationStatement,
  scanSubjectStatement,
  updateStatement,
} from './postgres-statements.ts'
import { createDueScan, createIdScan, parseDuePlace } from './scan-place.ts'
import { isStorableText } from './stored-text.ts'

/** A store in a PostgreSQL database, for processes on any number of machines. */
export interface PostgresGrantStore extends GrantStore {
  /**
   * Creates the tables `mudbrick_grants`, `mudbrick_leases` and `mudbrick_schema` and the sequence
   * `mudbrick_fences` in the first schema of the search path, where there are none, and checks the
   * version of those that are there. Processes that start at once wait for each other.
   *
   * @throws {@link ConfigurationError} when the database is older than PostgreSQL 15 or may lose what
   * it has acknowledged, or the tables are those of another release
   */
  readonly migrate: () => Promise<void>
}

/**
 * Creates a store in a PostgreSQL database, version 15 or newer. Call its `migrate()` before
 * anything else.
 *
 * @throws {@link ConfigurationError} when an option is missing or unknown
 * @see https://node-postgres.com/apis/pool
 *
 * @example
 * ```ts
 * const store = createPostgresGrantStore({ pool: new Pool({ connectionString }) })
 * await store.migrate()
 * ```
 */
export function createPostgresGrantStore(options: PostgresGrantStoreOptions): PostgresGrantStore {
  checkPostgresOptions(options)
  const { pool, preparedStatements = false, onConnectionLost } = options
  const { run, send } = createPostgresQueries(pool, { preparedStatements })
  const stopListening = listenForLostConnections(pool, onConnectionLost)

  return Object.freeze<PostgresGrantStore>({
    async read(id) {
      if (!isStorableText(id)) return undefined
      const { rows } = await run(readStatement, [id])
      return rows[0] && parseGrantRow(id, rows[0])
    },

    async compareAndSwap(id, version, record) {
      if (!isStorableText(id)) return false
      const { rowCount } = await swap(id, version, record)
      return rowCount === 1
    },

    async lease(name, ttlMs) {
      const { rows } = await run(leaseStatement, [name, ttlMs])
      if (!rows[0]) return undefined
      const { fence, holder } = rows[0]
      return {
        fence: Number(fence),
        async renew() {
          const { rowCount } = await run(renewStatement, [name, holder, ttlMs])
          return rowCount === 1
        },
        async release() {
          await run(releaseStatement, [name, holder])
        },
      }
    },

    scan: (filter, scanOptions) => find(filter, scanOptions),

    async countByKey(clientId) {
      const { rows } = await run(countByKeyStatement, [clientId])
      return Promise.all(
        rows.map((row) => estimateUsage(clientId, String(row['key_id']), Number(row['records']))),
      )
    },

    close: async () => stopListening(),

    migrate: () => migratePostgres(send),
  })

  function swap(
    id: string,
    version: number,
    record: GrantRecord | undefined,
  ): Promise<PostgresResult> {
    if (!record) return run(deleteStatement, [id, version])
    const values = createGrantValues(id, record)
    return version === 0 ? run(insertStatement, values) : run(updateStatement, [...values, version])
  }

  async function find(filter: GrantFilter, scanOptions: ScanOptions): Promise<GrantScan> {
    const { clientId } = filter
    const { after = '', limit } = scanOptions
    if ('dueBefore' in filter) {
      const place = parseDuePlace(scanOptions.after)
      const values = [clientId, filter.dueBefore, place.dueAt, place.id, limit]
      const { rows } = await run(scanDueStatement, values)
      return createDueScan(
        rows.map((row) => ({ dueAt: Number(row['due_at']), id: String(row['id']) })),
        scanOptions,
      )
    }
    const { rows } = await findById(filter, after, limit)
    return createIdScan(
      rows.map((row) => String(row['id'])),
      scanOptions,
    )
  }

  function findById(
    filter: Exclude<GrantFilter, { readonly dueBefore: number }>,
    after: string,
    limit: number,
  ): Promise<PostgresResult> {
    const { clientId } = filter
    if ('keyId' in filter) return run(scanKeyStatement, [clientId, filter.keyId, after, limit])
    if ('subjectHash' in filter) {
      return run(scanSubjectStatement, [clientId, filter.subjectHash, after, limit])
    }
    return run(scanRevocationStatement, [clientId, after, limit])
  }

  /** Trusts the planner where there are more records than are quickly counted. */
  async function estimateUsage(
    clientId: string,
    keyId: string,
    counted: number,
  ): Promise<KeyUsage> {
    if (counted <= exactCountLimit) return { keyId, records: counted }
    const { rows } = await run(estimateStatement, [clientId, keyId])
    return { keyId, records: Math.max(counted, parseEstimateRow(rows[0])) }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigurationError } from '@mudbrick/http'
import { defaultRandom } from '../defaults.ts'
import type {
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  ScanOptions,
} from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import { postgresSchema } from './postgres-schema.ts'
import {
  countStatement,
  deleteStatement,
  insertStatement,
  keyIdsStatement,
  leaseStatement,
  readStatement,
  releaseStatement,
  renewStatement,
  scanDueStatement,
  scanKeyStatement,
  scanRevocationStatement,
  updateStatement,
  type PostgresStatement,
} from './postgres-statements.ts'
import { createDueScan, createIdScan, parseDuePlace } from './scan-place.ts'

/** What a database is asked. */
export interface PostgresQuery {
  /** Names the statement, so that each connection prepares it once. */
  readonly name?: string
  /** The statement. */
  readonly text: string
  /** Its parameters. */
  readonly values?: unknown[]
}

/** What a database answers. */
export interface PostgresResult {
  /** The rows, by the names of their columns. */
  readonly rows: readonly PostgresRow[]
  /** How many rows were found or changed. */
  readonly rowCount: number | null
}

/** A row, by the names of its columns. */
export type PostgresRow = Readonly<Record<string, unknown>>

/** What is used of a `Pool` of `pg`. */
export interface PostgresPool {
  /** Sends a query over one of the connections. */
  readonly query: (query: PostgresQuery) => Promise<PostgresResult>
  /** Tells of a connection that was lost while nobody used it. */
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** Says in which database grant records are kept. */
export interface PostgresGrantStoreOptions {
  /**
   * A `Pool` of `pg`. It stays the caller's: give it a `connectionTimeoutMillis` and a
   * `query_timeout`, so that a database that hangs becomes an error, and end it after the vault.
   */
  readonly pool: PostgresPool
}

/** A store in a PostgreSQL database, for processes on any number of machines. */
export interface PostgresGrantStore extends GrantStore {
  /**
   * Makes the tables `mudbrick_grants` and `mudbrick_leases` and the sequence `mudbrick_fences` in the
   * first schema of the search path, where there are none. Processes that start at once wait for
   * each other.
   *
   * @throws {@link ConfigurationError} when the database may lose what it has acknowledged
   */
  readonly migrate: () => Promise<void>
}

/**
 * Creates a store in a PostgreSQL database. Before anything else, call its `migrate()`.
 *
 * @see https://node-postgres.com/apis/pool
 *
 * @example
 * ```ts
 * const store = createPostgresGrantStore({ pool: new Pool({ connectionString }) })
 * await store.migrate()
 * ```
 */
export function createPostgresGrantStore({ pool }: PostgresGrantStoreOptions): PostgresGrantStore {
  listenOnce(pool)

  return Object.freeze<PostgresGrantStore>({
    async read(id) {
      const { rows } = await run(readStatement, [id])
      return rows[0] && parseRecord(id, rows[0])
    },

    async compareAndSwap(id, version, record) {
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

    scan: (filter, options) => find(filter, options),

    async keyIds() {
      const { rows } = await run(keyIdsStatement, [])
      return rows.map((row) => String(row['key_id']))
    },

    async count() {
      const { rows } = await run(countStatement, [])
      return Number(rows[0]?.['count'])
    },

    close: async () => {},

    async migrate() {
      const { rows } = await attempt({ text: 'show synchronous_commit' })
      if (rows[0]?.['synchronous_commit'] === 'off') {
        throw new ConfigurationError(
          'invalid_option',
          'pool',
          'The database may lose what it has acknowledged, and a refresh token with it: set synchronous_commit to on.',
        )
      }
      await attempt({ text: postgresSchema })
    },
  })

  function swap(
    id: string,
    version: number,
    record: GrantRecord | undefined,
  ): Promise<PostgresResult> {
    if (!record) return run(deleteStatement, [id, version])
    const { keyId, dueAt, isRevocationPending, sealed } = record
    const values = [id, record.version, keyId, dueAt ?? null, isRevocationPending, sealed]
    return version === 0 ? run(insertStatement, values) : run(updateStatement, [...values, version])
  }

  async function find(filter: GrantFilter, options: ScanOptions): Promise<GrantScan> {
    const { after = '', limit } = options
    if ('dueBefore' in filter) {
      const place = parseDuePlace(options.after)
      const values = [filter.dueBefore, place.dueAt, place.id, limit]
      const { rows } = await run(scanDueStatement, values)
      return createDueScan(
        rows.map((row) => ({ dueAt: Number(row['due_at']), id: String(row['id']) })),
        options,
      )
    }
    const { rows } =
      'keyId' in filter
        ? await run(scanKeyStatement, [filter.keyId, after, limit])
        : await run(scanRevocationStatement, [after, limit])
    return createIdScan(
      rows.map((row) => String(row['id'])),
      options,
    )
  }

  function run({ name, text }: PostgresStatement, values: unknown[]): Promise<PostgresResult> {
    return attempt({ name, text, values })
  }

  async function attempt(query: PostgresQuery): Promise<PostgresResult> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await pool.query(query)
      } catch (error) {
        if (!wasRolledBack(error) || attempts === maxAttempts) throw createStoreError(error)
        await sleep(2 ** attempts * (1 + defaultRandom()))
      }
    }
  }
}

const heard = new WeakSet<PostgresPool>()

/** Where nobody listens, the loss of an idle connection ends the process; the pool opens another. */
function listenOnce(pool: PostgresPool): void {
  if (heard.has(pool)) return
  heard.add(pool)
  pool.on('error', () => {})
}

const maxAttempts = 6

/** A serialization failure or a deadlock: the statement did nothing, and goes through the next time. */
function wasRolledBack(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40001' || code === '40P01'
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function createStoreError(error: unknown): VaultError | ConfigurationError {
  const code = codeOf(error)
  if (code === '42P01') {
    return new ConfigurationError(
      'invalid_option',
      'pool',
      'The database has no tables of the vault: call migrate() of the store before anything else.',
    )
  }
  return new VaultError(code === '53100' ? 'store_full' : 'store_unavailable', { cause: error })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function parseRecord(id: string, row: PostgresRow): GrantRecord {
  const { version, key_id: keyId, due_at: dueAt, is_revocation_pending: isPending, sealed } = row
  if (
    typeof version !== 'number' ||
    typeof keyId !== 'string' ||
    (dueAt !== null && typeof dueAt !== 'number') ||
    typeof isPending !== 'boolean' ||
    typeof sealed !== 'string'
  ) {
    throw new VaultError('corrupt_record', { grantId: id })
  }
  return { version, keyId, dueAt: dueAt ?? undefined, isRevocationPending: isPending, sealed }
}

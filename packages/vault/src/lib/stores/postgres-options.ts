import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import type { PostgresPool } from './postgres-pool.ts'

/** The database that keeps grant records, and how it is used. */
export interface PostgresGrantStoreOptions {
  /**
   * A `Pool` of `pg`. The store does not end it: end it after the vault is closed. Give it a
   * `connectionTimeoutMillis` and a `query_timeout`, so that a database that hangs becomes an error.
   */
  readonly pool: PostgresPool
  /**
   * Whether each connection prepares each statement once, under a name. `false` by default, which also
   * works through a pooler in transaction mode, such as PgBouncer. `true` makes reads and writes
   * faster, and needs connections that no pooler shares: straight to the database, or through a pooler
   * in session mode.
   */
  readonly preparedStatements?: boolean | undefined
  /**
   * Called once for each connection of the pool that is lost while it is idle, for example when the
   * database restarts, with the error of `pg`. Off by default: the pool replaces the connection
   * at the next call, and the loss is not reported. A connection that is lost during a call makes that
   * call fail instead.
   */
  readonly onConnectionLost?: ((error: Error) => void) | undefined
}

/**
 * Checks the options of a store in PostgreSQL, for callers without types too.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function checkPostgresOptions(options: PostgresGrantStoreOptions): void {
  checkOptions('createPostgresGrantStore', options, known)
  const { pool, preparedStatements, onConnectionLost }: Given = options
  if (!isPool(pool)) {
    throw invalid(
      'pool',
      'pool is not a connection pool: give a Pool of pg, such as new Pool({ connectionString }).',
    )
  }
  // A Client has the same methods, but never gets another connection once its own is lost.
  if ('processID' in pool) {
    throw invalid(
      'pool',
      'pool is a Client of pg, which is a single connection: give a Pool of pg, which replaces lost connections.',
    )
  }
  if (preparedStatements !== undefined && typeof preparedStatements !== 'boolean') {
    throw invalid(
      'preparedStatements',
      'preparedStatements is not a boolean: give true or false, or leave it out.',
    )
  }
  if (onConnectionLost !== undefined && typeof onConnectionLost !== 'function') {
    throw invalid(
      'onConnectionLost',
      'onConnectionLost is not a function: give one that takes an error, or leave it out.',
    )
  }
}

/** Options as a caller without types may give them. */
type Given = Readonly<Partial<Record<keyof PostgresGrantStoreOptions, unknown>>>

const known: Readonly<Record<keyof PostgresGrantStoreOptions, true>> = {
  pool: true,
  preparedStatements: true,
  onConnectionLost: true,
}

function isPool(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return ['query', 'on'].every((name) => typeof Reflect.get(value, name) === 'function')
}

function invalid(option: keyof PostgresGrantStoreOptions, message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', option, message)
}

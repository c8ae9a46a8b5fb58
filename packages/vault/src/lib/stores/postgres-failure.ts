import { ConfigurationError } from '@mudbrick/http'
import { VaultError, type VaultErrorCode } from '../vault-error.ts'

/**
 * Makes of what `pg` failed with what a store rejects with. The message never repeats that of the
 * database, which may quote names and values; the error of `pg` is the cause.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function createPostgresFailure(error: unknown): VaultError | ConfigurationError {
  const sqlState = sqlStateOf(error)
  const mistake = sqlState && mistakes[sqlState]
  if (mistake) return new ConfigurationError('invalid_option', 'pool', mistake)
  const [code, detail = explainUnreachable(code, error)] = classify(sqlState, messageOf(error))
  return new VaultError(code, { detail, cause: error })
}

/** Returns whether the database undid the statement, which may succeed at the next attempt. */
export function wasRolledBack(error: unknown): boolean {
  const sqlState = sqlStateOf(error)
  return sqlState === '40001' || sqlState === '40P01'
}

/** What is wrong, and a sentence that says it when that of the code is too general. */
type Failure = readonly [code: VaultErrorCode, detail?: string]

function classify(sqlState: string | undefined, message: string): Failure {
  if (sqlState === undefined) return classifyDriverError(message)
  if (sqlState === poolerError) return classifyPoolerError(message)
  const known = failuresByState[sqlState]
  if (known) return known
  return unavailableClasses.has(sqlState.slice(0, 2)) ? ['store_unavailable'] : ['store_failed']
}

const mistakes: Readonly<Record<string, string>> = {
  // undefined_table
  '42P01':
    'The database has no tables of the vault: call migrate() of the store before anything else.',
  // undefined_column
  '42703':
    'The tables of the vault in the database are those of another release: call migrate() of the store before anything else.',
}

const accessDenied: Failure = [
  'store_access_denied',
  'The database refuses the user or the password of the pool, or connections from here: correct them, or pg_hba.conf, then try again',
]

const databaseMissing: Failure = [
  'store_missing',
  'The database that the pool names does not exist: create it, or correct its name, then try again',
]

const tooManyConnections: Failure = [
  'store_unavailable',
  'The database has no connection left: lower the max of the pools, or raise the limit of the database, then try again',
]

const unknownStatement: Failure = [
  'store_failed',
  'The database does not know the statements that the vault has prepared, as happens behind a pooler in transaction mode: leave preparedStatements out',
]

const failuresByState: Readonly<Record<string, Failure>> = {
  // invalid_authorization_specification, invalid_password
  '28000': accessDenied,
  '28P01': accessDenied,
  // insufficient_privilege
  '42501': [
    'store_access_denied',
    'The database does not let the user of the pool use the tables of the vault, or create them: grant it the rights, then try again',
  ],
  // invalid_catalog_name, database_dropped
  '3D000': databaseMissing,
  '57P04': databaseMissing,
  // invalid_schema_name
  '3F000': [
    'store_missing',
    'The database has no schema for the tables of the vault: create one of the search_path, or correct the search_path, then try again',
  ],
  // read_only_sql_transaction
  '25006': [
    'store_read_only',
    'The database is read-only, as a standby is after a failover: connect to the primary, then try again',
  ],
  // disk_full
  '53100': ['store_full'],
  // too_many_connections
  '53300': tooManyConnections,
  // lock_not_available
  '55P03': [
    'store_locked',
    'Another connection has locked the tables of the vault for longer than lock_timeout: find it in pg_locks, then try again',
  ],
  // query_canceled
  '57014': [
    'store_unavailable',
    'The database canceled a statement, as it does after its statement_timeout: check its load and its locks, then try again',
  ],
  // duplicate_prepared_statement, invalid_sql_statement_name
  '42P05': unknownStatement,
  '26000': unknownStatement,
  // data_corrupted, index_corrupted
  XX001: ['store_corrupt'],
  XX002: ['store_corrupt'],
}

/**
 * Connection exceptions, transactions that ended (after the last attempt, or by a timeout), missing
 * resources, interventions of an operator, errors of the system.
 */
const unavailableClasses = new Set(['08', '25', '40', '53', '57', '58'])

/** protocol_violation, by which PgBouncer reports everything of its own. */
const poolerError = '08P01'

/** The messages are those of PgBouncer 1.18. */
function classifyPoolerError(message: string): Failure {
  if (/^no such database|database .* does not exist/.test(message)) return databaseMissing
  if (/authentication failed|^no such user|no pg_hba\.conf entry/.test(message)) return accessDenied
  if (message.startsWith('no more connections allowed')) return tooManyConnections
  if (message.startsWith('unsupported startup parameter')) {
    return [
      'store_failed',
      'The pooler in front of the database refuses a setting of the pool, such as options: set it for the role or the database instead, or add it to ignore_startup_parameters',
    ]
  }
  if (message.includes('prepared statement')) return unknownStatement
  return ['store_unavailable']
}

/** `pg` itself fails without a code; the system with one that is not a SQLSTATE. */
function classifyDriverError(message: string): Failure {
  if (message.startsWith('SASL: ')) return accessDenied
  if (message.startsWith('Cannot use a pool after calling end')) {
    return ['closed', 'The pool of the store was ended: end it only after the vault is closed']
  }
  return ['store_unavailable']
}

/** The code of the system, such as ECONNREFUSED or ENOTFOUND, says where to look. */
function explainUnreachable(code: VaultErrorCode, error: unknown): string | undefined {
  const system = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code !== 'store_unavailable' || !/^E[A-Z]{3,20}$/.test(system)) return undefined
  return `The database of the pool does not answer (${system}): check its address and whether it runs, then try again`
}

/** EPIPE has five characters too: only classes of SQLSTATE count. */
const sqlStatePattern = /^(?:\d[\dA-Z]|F0|HV|P0|XX)[\dA-Z]{3}$/

function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined
  const { code } = error
  return typeof code === 'string' && sqlStatePattern.test(code) ? code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { VaultError } from '../vault-error.ts'
import { createPostgresFailure, wasRolledBack } from './postgres-failure.ts'

describe('createPostgresFailure()', () => {
  // The names are those of PostgreSQL's table of error codes.
  it.each([
    ['08006', 'connection_failure', 'store_unavailable'],
    ['25006', 'read_only_sql_transaction', 'store_read_only'],
    ['25P03', 'idle_in_transaction_session_timeout', 'store_unavailable'],
    ['28000', 'invalid_authorization_specification', 'store_access_denied'],
    ['28P01', 'invalid_password', 'store_access_denied'],
    ['3D000', 'invalid_catalog_name', 'store_missing'],
    ['3F000', 'invalid_schema_name', 'store_missing'],
    ['40001', 'serialization_failure', 'store_unavailable'],
    ['40P01', 'deadlock_detected', 'store_unavailable'],
    ['42501', 'insufficient_privilege', 'store_access_denied'],
    ['53100', 'disk_full', 'store_full'],
    ['53200', 'out_of_memory', 'store_unavailable'],
    ['53300', 'too_many_connections', 'store_unavailable'],
    ['55P03', 'lock_not_available', 'store_locked'],
    ['57014', 'query_canceled', 'store_unavailable'],
    ['57P01', 'admin_shutdown', 'store_unavailable'],
    ['57P02', 'crash_shutdown', 'store_unavailable'],
    ['57P03', 'cannot_connect_now', 'store_unavailable'],
    ['57P04', 'database_dropped', 'store_missing'],
    ['58030', 'io_error', 'store_unavailable'],
    ['XX001', 'data_corrupted', 'store_corrupt'],
    ['XX002', 'index_corrupted', 'store_corrupt'],
    ['0A000', 'feature_not_supported', 'store_failed'],
    ['22021', 'character_not_in_repertoire', 'store_failed'],
    ['22P02', 'invalid_text_representation', 'store_failed'],
    ['26000', 'invalid_sql_statement_name', 'store_failed'],
    ['42601', 'syntax_error', 'store_failed'],
    ['42P05', 'duplicate_prepared_statement', 'store_failed'],
    ['54000', 'program_limit_exceeded', 'store_failed'],
    ['P0001', 'raise_exception', 'store_failed'],
    ['XX000', 'internal_error', 'store_failed'],
  ])('makes of %s, %s, %s', (sqlState, _, code) => {
    const error = createError(sqlState)
    expect(createPostgresFailure(error)).toMatchObject({
      name: 'VaultError',
      code,
      grantId: undefined,
      cause: error,
    })
  })

  it.each([
    ['no such database: missing', 'store_missing'],
    ['server login failed: FATAL database "missing" does not exist', 'store_missing'],
    ['no such user', 'store_access_denied'],
    ['SASL authentication failed', 'store_access_denied'],
    [
      'server login failed: FATAL password authentication failed for user "a"',
      'store_access_denied',
    ],
    ['no more connections allowed (max_client_conn)', 'store_unavailable'],
    ['query_wait_timeout', 'store_unavailable'],
    ['unsupported startup parameter: options', 'store_failed'],
    [
      'bind message supplies 1 parameters, but prepared statement "mudbrick_read" requires 2',
      'store_failed',
    ],
  ])('makes of what a pooler says, %s, %s', (message, code) => {
    expect(createPostgresFailure(createError('08P01', message))).toMatchObject({ code })
  })

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])(
    'makes of %s, which is not a code of SQL, store_unavailable, and names it',
    (code) => {
      expect(createPostgresFailure(createError(code))).toMatchObject({
        code: 'store_unavailable',
        message: `The database of the pool does not answer (${code}): check its address and whether it runs, then try again.`,
        retryable: true,
      })
    },
  )

  it('makes of an error without a code store_unavailable', () => {
    expect(createPostgresFailure(createError(undefined))).toMatchObject({
      code: 'store_unavailable',
      message: 'The store does not answer: check it, then try again.',
      retryable: true,
    })
  })

  it('speaks of the database in place of a file', () => {
    expect(createPostgresFailure(createError('3D000')).message).toBe(
      'The database that the pool names does not exist: create it, or correct its name, then try again.',
    )
  })

  it.each(['42P05', '26000'])('advises to leave preparedStatements out for %s', (code) => {
    expect(createPostgresFailure(createError(code)).message).toContain(
      'leave preparedStatements out',
    )
  })

  it.each(['42P01', '42703'])('advises to call migrate() for %s', (code) => {
    expect(createPostgresFailure(createError(code))).toMatchObject({
      name: 'ConfigurationError',
      option: 'pool',
      message: expect.stringContaining('call migrate()'),
    })
  })

  it('takes a value that is not an error', () => {
    expect(createPostgresFailure('odd')).toMatchObject({ code: 'store_unavailable', cause: 'odd' })
  })

  it.each(['28P01', '3D000', '22P02', '08P01', '42P01'])('repeats nothing of %s', (code) => {
    const said = 'password authentication failed for user "fake-user" at postgres://fake-host'
    const { message } = createPostgresFailure(createError(code, said))
    expect(message).not.toMatch(/fake/)
  })

  it('shows the error of the database as the cause only', () => {
    const failure = createPostgresFailure(createError('28P01', 'fake-message'))
    expect(failure).toBeInstanceOf(VaultError)
    expect(JSON.stringify(failure)).not.toContain('fake-message')
    expect(inspect(failure).split('[cause]')[0]).not.toContain('fake-message')
  })
})

describe('wasRolledBack()', () => {
  it('is true for what the database rolled back for the sake of another transaction', () => {
    expect(wasRolledBack(createError('40001'))).toBe(true)
    expect(wasRolledBack(createError('40P01'))).toBe(true)
    expect(wasRolledBack(createError('40003'))).toBe(false)
    expect(wasRolledBack(createError('ECONNRESET'))).toBe(false)
  })
})

function createError(code: string | undefined, message = 'fake-message'): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

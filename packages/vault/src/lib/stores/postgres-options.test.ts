import { Client, Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { checkPostgresOptions } from './postgres-options.ts'

const pool = new Pool()

describe('checkPostgresOptions()', () => {
  it('accepts every option', () => {
    const onConnectionLost = () => {}
    expect(() => check({ pool })).not.toThrow()
    expect(() => check({ pool, preparedStatements: true, onConnectionLost })).not.toThrow()
    expect(() =>
      check({ pool, preparedStatements: undefined, onConnectionLost: undefined }),
    ).not.toThrow()
  })

  it.each([
    ['no options', undefined, 'options', 'The options of createPostgresGrantStore are undefined'],
    ['no pool', {}, 'pool', 'pool is not a connection pool: give a Pool of pg'],
    ['a connection string', { pool: 'postgres://' }, 'pool', 'pool is not a connection pool'],
    ['the class', { pool: Pool }, 'pool', 'pool is not a connection pool'],
    ['a client', { pool: new Client() }, 'pool', 'pool is a Client of pg'],
    ['another option', { pool, poll: 1 }, 'poll', 'poll'],
    [
      'a word for a boolean',
      { pool, preparedStatements: 'no' },
      'preparedStatements',
      'preparedStatements is not a boolean',
    ],
    [
      'no function',
      { pool, onConnectionLost: true },
      'onConnectionLost',
      'onConnectionLost is not a function',
    ],
  ])('refuses %s', (_, options, option, message) => {
    expect(() => check(options)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        code: 'invalid_option',
        option,
        message: expect.stringContaining(message),
      }),
    )
  })
})

function check(options: unknown): void {
  checkPostgresOptions(options as never)
}

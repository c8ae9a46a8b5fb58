import { setTimeout as sleep } from 'node:timers/promises'
import { defaultRandom } from '../defaults.ts'
import { createPostgresFailure, wasRolledBack } from './postgres-failure.ts'
import type { PostgresPool, PostgresQuery, PostgresResult } from './postgres-pool.ts'
import type { PostgresStatement } from './postgres-statements.ts'

/** What is sent to a database. Both fail as a store does. */
export interface PostgresQueries {
  /** Runs a statement with parameters. */
  readonly run: (statement: PostgresStatement, values: unknown[]) => Promise<PostgresResult>
  /** Sends one or several statements without parameters, in one transaction. */
  readonly send: (text: string) => Promise<PostgresResult>
}

export interface CreatePostgresQueriesOptions {
  /** Whether each connection prepares a statement once, under its name. */
  readonly preparedStatements: boolean
}

export function createPostgresQueries(
  pool: PostgresPool,
  { preparedStatements }: CreatePostgresQueriesOptions,
): PostgresQueries {
  return {
    run: ({ name, text }, values) =>
      sendWithRetries(preparedStatements ? { name, text, values } : { text, values }),
    send: (text) => sendWithRetries({ text }),
  }

  async function sendWithRetries(query: PostgresQuery): Promise<PostgresResult> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await pool.query(query)
      } catch (error) {
        if (!wasRolledBack(error) || attempts === maxAttempts) throw createPostgresFailure(error)
        await sleep(2 ** attempts * (1 + defaultRandom()))
      }
    }
  }
}

const maxAttempts = 6

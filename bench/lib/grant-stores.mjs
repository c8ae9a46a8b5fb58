// @ts-check
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { Pool } from 'pg'

import { createPostgresSchema, startPostgres } from './postgres.mjs'

/**
 * A store that is open, and where other processes find it.
 * @typedef {object} OpenedStore
 * @property {import('@mudbrick/vault').GrantStore} store - the store, opened by this process
 * @property {import('../../tools/testing/vault/vault-process.ts').VaultPlace['store']} place - what a process opens it by
 */

/**
 * @template Result
 * @param {(opened: OpenedStore) => Promise<Result>} work
 */
export async function withSqlite(work) {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-bench-'))
  const file = join(folder, 'vault', 'grants.db')
  const store = createSqliteGrantStore({ file })
  try {
    return await work({ store, place: { file } })
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

/**
 * @template Result
 * @param {(opened: OpenedStore) => Promise<Result>} work
 */
export async function withPostgres(work) {
  const server = await startPostgres({ isDurable: true })
  const { connectionString } = await createPostgresSchema(server.connectionString)
  const pool = new Pool({ connectionString, max: 4 })
  try {
    const store = createPostgresGrantStore({ pool })
    await store.migrate()
    return await work({ store, place: { connectionString } })
  } finally {
    await pool.end()
    await server.stop()
  }
}

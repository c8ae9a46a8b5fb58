// @ts-check
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createKeyring, createVault } from '@mudbrick/vault'
import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { DatabaseSync } from '@photostructure/sqlite'
import { compactDecrypt } from 'jose'
import { Pool } from 'pg'

import { announce } from '../lib/serve.mjs'

const grants = 500
const keyBytes = new Uint8Array(32).fill(7)
// As long as those of the sandbox.
const tokenLengths = { access: 1017, refresh: 586 }
const now = Date.now()

const folder = mkdtempSync(join(tmpdir(), 'mudbrick-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
const file = join(folder, 'vault', 'grants.db')
const sqlite = createSqliteGrantStore({ file })
/** The bare driver, as the store uses it. */
const driver = new DatabaseSync(file, { readOnly: true })
const readRow = driver.prepare('select * from grants where id = ?')
// A connection that is not referenced any more is closed, also under its statements.
process.once('exit', () => driver.close())
const pool = new Pool({ connectionString: process.argv[2], max: 8 })
const postgres = createPostgresGrantStore({ pool })
await postgres.migrate()

const key = await crypto.subtle.importKey('raw', keyBytes, 'AES-KW', false, ['unwrapKey'])
const algorithms = {
  keyManagementAlgorithms: ['A256KW'],
  contentEncryptionAlgorithms: ['A256GCM'],
}
const ids = { sqlite: await fill(sqlite), postgres: await fill(postgres) }
const sealed = await Promise.all(
  ids.sqlite.map(async (id) => (await sqlite.read(id))?.sealed ?? ''),
)
const vaults = {
  warm: await openVault(sqlite, 10_000),
  // So small that no grant is remembered until it is its turn again.
  sqlite: await openVault(sqlite, 2),
  postgres: await openVault(postgres, 2),
}

/** @type {Record<string, { inFlight: number, work: (index: number) => Promise<unknown> }>} */
const operations = {
  warm: { inFlight: 1, work: () => vaults.warm.getAccessToken(ids.sqlite[0] ?? '') },
  'jwe-decryption': { inFlight: 8, work: (index) => decrypt(sealed[index % grants]) },
  'sqlite-read-and-decrypt': {
    inFlight: 8,
    work: (index) => decrypt(String(readRow.get(idOf('sqlite', index))?.['sealed'])),
  },
  'cold-sqlite': {
    inFlight: 8,
    work: (index) => vaults.sqlite.getAccessToken(idOf('sqlite', index)),
  },
  'postgres-read-and-decrypt': {
    inFlight: 8,
    async work(index) {
      const { rows } = await pool.query({
        name: 'bench_read',
        text: 'select * from mudbrick_grants where id = $1',
        values: [idOf('postgres', index)],
      })
      return decrypt(rows[0].sealed)
    },
  },
  'cold-postgres': {
    inFlight: 8,
    work: (index) => vaults.postgres.getAccessToken(idOf('postgres', index)),
  },
}

announce('', async ({ operation, seconds }) => {
  const { inFlight, work } = operations[operation] ?? fail(operation)
  const end = performance.now() + seconds * 1000
  let count = 0
  const repeat = async () => {
    while (performance.now() < end) {
      // The clock is not what is measured.
      for (let turn = 0; turn < 16; turn += 1) {
        await work(count)
        count += 1
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, repeat))
  return { count }
})

/** @param {string | undefined} jwe */
function decrypt(jwe = '') {
  return compactDecrypt(jwe, key, algorithms)
}

/**
 * @param {'sqlite' | 'postgres'} store
 * @param {number} index
 */
function idOf(store, index) {
  return ids[store][index % grants] ?? ''
}

/** @param {import('@mudbrick/vault').GrantStore} store */
async function fill(store) {
  const vault = await openVault(store, 2)
  const made = []
  for (let index = 0; index < grants; index += 1) made.push(await vault.add(createGrant()))
  await vault.close()
  return made
}

/**
 * @param {import('@mudbrick/vault').GrantStore} store
 * @param {number} cacheLimit
 */
function openVault(store, cacheLimit) {
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: 'https://localhost:3002/auth/callback',
    scopes: 'AdobeID,openid,email,profile,commerce.accs,offline_access',
    environment: 'https://ims.example',
    fetch: () => Promise.reject(new Error('IMS is not asked.')),
  })
  const keys = createKeyring([{ keyId: 'bench', bytes: keyBytes }])
  return createVault({ ims, store, keys, cacheLimit })
}

/** @returns {import('@mudbrick/ims').ImsGrant} */
function createGrant() {
  const accessToken = createToken(tokenLengths.access)
  const refreshToken = createToken(tokenLengths.refresh)
  return {
    tokenSet: {
      accessToken,
      refreshToken,
      idToken: undefined,
      scope: undefined,
      expiresInSeconds: 86_399,
    },
    claims: undefined,
    scopes: ['AdobeID', 'openid', 'email', 'profile', 'commerce.accs', 'offline_access'],
    receivedAt: now,
    expiresAt: now + 86_399_000,
  }
}

/** @param {number} length */
function createToken(length) {
  return randomBytes(length).toString('base64url').slice(0, length)
}

/**
 * @param {string} operation
 * @returns {never}
 */
function fail(operation) {
  throw new Error(`There is no operation ${operation}.`)
}

// @ts-check
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createKeyring, createMemoryGrantStore, createVault } from '@mudbrick/vault'
import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { Pool } from 'pg'

import { createPostgresSchema, startPostgres } from '../lib/postgres.mjs'

/** @typedef {import('@mudbrick/vault').GrantStore} GrantStore */

const total = Number(process.env['BENCH_GRANTS'] ?? 1_000_000)
const few = Math.min(1_000, total)
const reencrypted = Number(process.env['BENCH_REENCRYPTED'] ?? 20_000)
const dueNow = Math.min(1_000, few)
const page = 100
const clientId = 'commerce-admin'
// Every user has so many grants.
const grantsOfUser = 5
const now = Date.now()

// As long as those of the sandbox.
const tokenLengths = { access: 1017, refresh: 586 }
const keys = {
  former: { keyId: 'former', bytes: new Uint8Array(32).fill(1) },
  current: { keyId: 'current', bytes: new Uint8Array(32).fill(2) },
}

/** @type {{ title: string, rows: readonly Record<string, string | number>[] }[]} */
const furtherTables = []

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Finding due grants, and those of one user, among very many',
  method: `${dueNow.toLocaleString('en-US')} grants are due, ${page} are asked for at a time until all are found, in a store of ${few.toLocaleString('en-US')} grants and in one of ${total.toLocaleString('en-US')}. Then the ${grantsOfUser} grants of one user are asked for. Rows and pages read are those that PostgreSQL itself counts. The stores write through to the disk.`,
  run: async ({ log }) => {
    const sealedLength = await measureSealedLength()
    const server = await startPostgres({ isDurable: true })
    const folder = mkdtempSync(join(tmpdir(), 'mudbrick-bench-'))
    try {
      const findings = []
      const sizes = []
      for (const count of [few, total]) {
        const sealed = 's'.repeat(sealedLength)
        const file = join(folder, `sqlite-${count}`, 'grants.db')
        const sqlite = await measureSqlite(file, { count, sealed, log })
        const postgres = await measurePostgres(server.connectionString, { count, sealed, log })
        findings.push(sqlite.finding, postgres.finding)
        sizes.push(sqlite.size, postgres.size)
      }
      furtherTables.push({
        title: `Bytes of a grant, whose sealed record is ${sealedLength.toLocaleString('en-US')} bytes long`,
        rows: sizes,
      })
      furtherTables.push({
        title: `reencrypt() of ${reencrypted.toLocaleString('en-US')} grants`,
        rows: await measureReencryption(
          join(folder, 'reencryption', 'grants.db'),
          server.connectionString,
          log,
        ),
      })
      return findings
    } finally {
      rmSync(folder, { recursive: true })
      await server.stop()
    }
  },
  more: async () => furtherTables,
}

/**
 * @param {string} file
 * @param {{ count: number, sealed: string, log: (line: string) => void }} options
 */
async function measureSqlite(file, { count, sealed, log }) {
  const store = createSqliteGrantStore({ file })
  const batch = 5_000
  for (let first = 0; first < count; first += batch) {
    const length = Math.min(batch, count - first)
    await Promise.all(
      Array.from({ length }, (_, index) =>
        store.compareAndSwap(createId(), 0, {
          version: 1,
          clientId,
          subjectHash: subjectHashOf(first + index),
          keyId: keys.current.keyId,
          dueAt: dueAtOf(first + index),
          isRevocationPending: false,
          sealed,
        }),
      ),
    )
    if (first % 250_000 === 0 && first > 0) log(`SQLite: ${first} grants …`)
  }
  await findDue(store)
  const due = await findDue(store)
  const user = await findUser(store)
  const countedAt = performance.now()
  await store.countByKey(clientId)
  const countMs = performance.now() - countedAt
  await store.close()
  const { size: bytes } = statSync(file)
  return {
    finding: {
      store: 'SQLite',
      grants: count,
      found: due.found,
      'ms for all': due.ms,
      "one user's ms": user.ms,
      'count ms': Number(countMs.toFixed(2)),
    },
    size: { store: 'SQLite', grants: count, 'bytes per grant': Math.round(bytes / count) },
  }
}

/**
 * @param {string} connectionString
 * @param {{ count: number, sealed: string, log: (line: string) => void }} options
 */
async function measurePostgres(connectionString, { count, sealed, log }) {
  const schema = await createPostgresSchema(connectionString)
  // One connection, so that what it has counted can be asked of it.
  const pool = new Pool({ connectionString: schema.connectionString, max: 1 })
  try {
    const store = createPostgresGrantStore({ pool })
    await store.migrate()
    const batch = 50_000
    for (let first = 0; first < count; first += batch) {
      const length = Math.min(batch, count - first)
      const ids = Array.from({ length }, createId)
      const dueAts = Array.from({ length }, (_, index) => dueAtOf(first + index) ?? null)
      const subjects = Array.from({ length }, (_, index) => subjectHashOf(first + index))
      await pool.query(
        `insert into mudbrick_grants (
            id, version, client_id, subject_hash, key_id, due_at, is_revocation_pending, sealed
          )
          select id, 1, $3, subject_hash, $4, due_at, false, $5
          from unnest($1::text[], $2::float8[], $6::text[]) as grants (id, due_at, subject_hash)`,
        [ids, dueAts, clientId, keys.current.keyId, sealed, subjects],
      )
      if (first % 250_000 === 0 && first > 0) log(`PostgreSQL: ${first} grants …`)
    }
    await pool.query('vacuum analyze mudbrick_grants')
    await findDue(store)
    const before = await readCounters(pool)
    const { found, ms } = await findDue(store)
    const after = await readCounters(pool)
    await findUser(store)
    const beforeUser = await readCounters(pool)
    const user = await findUser(store)
    const afterUser = await readCounters(pool)
    const countedAt = performance.now()
    await store.countByKey(clientId)
    const countMs = performance.now() - countedAt
    const { rows } = await pool.query(
      `select pg_total_relation_size('mudbrick_grants')::float8 as total,
        pg_indexes_size('mudbrick_grants')::float8 as indexes`,
    )
    return {
      finding: {
        store: 'PostgreSQL',
        grants: count,
        found,
        'ms for all': ms,
        "one user's ms": user.ms,
        'count ms': Number(countMs.toFixed(2)),
        'rows read': after.rows - before.rows,
        'pages read': after.pages - before.pages,
        "one user's rows": afterUser.rows - beforeUser.rows,
        "one user's pages": afterUser.pages - beforeUser.pages,
      },
      size: {
        store: 'PostgreSQL',
        grants: count,
        'bytes per grant': Math.round(rows[0].total / count),
        'of which indexes': Math.round(rows[0].indexes / count),
      },
    }
  } finally {
    await pool.end()
    await schema.drop()
  }
}

/** @param {GrantStore} store */
async function findDue(store) {
  const startedAt = performance.now()
  let found = 0
  /** @type {string | undefined} */
  let after
  do {
    const scan = await store.scan({ clientId, dueBefore: now }, { after, limit: page })
    found += scan.ids.length
    after = scan.next
  } while (after !== undefined)
  return { found, ms: Number((performance.now() - startedAt).toFixed(1)) }
}

/** @param {GrantStore} store */
async function findUser(store) {
  const startedAt = performance.now()
  const { ids } = await store.scan({ clientId, subjectHash: subjectHashOf(0) }, { limit: page })
  if (ids.length !== grantsOfUser) throw new Error(`${ids.length} grants of a user were found.`)
  return { ms: Number((performance.now() - startedAt).toFixed(2)) }
}

/**
 * What PostgreSQL has read of the table and its indexes, in rows and in pages.
 * @param {Pool} pool
 * @returns {Promise<{ rows: number, pages: number }>}
 */
async function readCounters(pool) {
  await pool.query('select pg_stat_force_next_flush()')
  const { rows } = await pool.query(`
    select
      (select seq_tup_read from pg_stat_user_tables where relid = 'mudbrick_grants'::regclass)::float8
        + (select sum(idx_tup_read) from pg_stat_user_indexes
            where relid = 'mudbrick_grants'::regclass)::float8 as rows,
      (select heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read
        from pg_statio_user_tables where relid = 'mudbrick_grants'::regclass)::float8 as pages`)
  return rows[0]
}

/**
 * @param {string} file
 * @param {string} connectionString
 * @param {(line: string) => void} log
 */
async function measureReencryption(file, connectionString, log) {
  const rows = [await measureRawReencryption()]
  const sqlite = createSqliteGrantStore({ file })
  rows.push(await measureVaultReencryption('SQLite', sqlite, log))
  await sqlite.close()
  const schema = await createPostgresSchema(connectionString)
  const pool = new Pool({ connectionString: schema.connectionString, max: 16 })
  const postgres = createPostgresGrantStore({ pool })
  await postgres.migrate()
  rows.push(await measureVaultReencryption('PostgreSQL', postgres, log))
  await pool.end()
  await schema.drop()
  return rows
}

/**
 * @param {string} name
 * @param {GrantStore} store
 * @param {(line: string) => void} log
 */
async function measureVaultReencryption(name, store, log) {
  const former = await openVault(store, [keys.former])
  for (let first = 0; first < reencrypted; first += 100) {
    await Promise.all(Array.from({ length: 100 }, () => former.add(createGrant())))
  }
  await former.close()
  log(`${name}: ${reencrypted} grants are sealed …`)
  const vault = await openVault(store, [keys.current, keys.former])
  const measured = await measure(async () => {
    const result = await vault.reencrypt()
    if (result.reencrypted !== reencrypted) throw new Error(`Only ${result.reencrypted} are done.`)
  })
  const left = (await store.countByKey(clientId)).map(({ keyId }) => keyId)
  if (left.join() !== keys.current.keyId) throw new Error(`Keys are left: ${left.join()}`)
  await vault.close()
  return { store: name, ...measured }
}

/** What a record costs without a store: to open it with one key, and to seal it with another. */
async function measureRawReencryption() {
  const usages = /** @type {const} */ (['wrapKey', 'unwrapKey'])
  const [former, current] = await Promise.all(
    [keys.former, keys.current].map(({ bytes }) =>
      crypto.subtle.importKey('raw', bytes, 'AES-KW', false, usages),
    ),
  )
  if (!former || !current) throw new Error('There is no key.')
  const content = new Uint8Array((await measureSealedLength()) * 0.72)
  const jwe = await seal(content, former)
  const measured = await measure(async () => {
    for (let index = 0; index < reencrypted; index += 1) {
      const { plaintext } = await compactDecrypt(jwe, former)
      await seal(plaintext, current)
    }
  })
  return { store: 'none: jose alone, one after the other', ...measured }
}

/**
 * @param {Uint8Array} content
 * @param {CryptoKey} key
 */
function seal(content, key) {
  return new CompactEncrypt(content)
    .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM' })
    .encrypt(key)
}

/** @param {() => Promise<void>} work */
async function measure(work) {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await work()
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  return {
    'grants per second': Math.round(reencrypted / seconds),
    'per second of this process': Math.round((reencrypted * 1_000_000) / (user + system)),
  }
}

async function measureSealedLength() {
  const store = createMemoryGrantStore()
  const vault = await openVault(store, [keys.current])
  const id = await vault.add(createGrant())
  await vault.close()
  return (await store.read(id))?.sealed.length ?? 0
}

/**
 * @param {GrantStore} store
 * @param {readonly { keyId: string, bytes: Uint8Array<ArrayBuffer> }[]} ring
 */
function openVault(store, ring) {
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: 'https://localhost:3002/auth/callback',
    scopes: 'AdobeID,openid,email,profile,commerce.accs,offline_access',
    environment: 'https://ims.example',
    fetch: () => Promise.reject(new Error('IMS is not asked.')),
  })
  return createVault({ ims, store, keys: createKeyring(ring) })
}

/** @returns {import('@mudbrick/ims').ImsGrant} */
function createGrant() {
  const accessToken = createToken(tokenLengths.access)
  const refreshToken = createToken(tokenLengths.refresh)
  return {
    tokenSet: { accessToken, refreshToken, tokenType: 'bearer', expiresInSeconds: 86_399 },
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

function createId() {
  return randomBytes(24).toString('base64url')
}

/**
 * Users are spread over the table, as sign-ins spread them.
 * @param {number} index
 */
function subjectHashOf(index) {
  return `user-${index % (few / grantsOfUser)}-of-${Math.floor(index / few)}`
}

/**
 * The first are due; of the others, every third was not used lately, and is never due.
 * @param {number} index
 */
function dueAtOf(index) {
  if (index < dueNow) return now - index
  return index % 3 === 0 ? undefined : now + 1_000 + index * 50
}

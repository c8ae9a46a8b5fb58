import { Pool, type PoolConfig } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { grantStoreConformance } from '../packages/vault/dist/conformance.js'
import { createPostgresGrantStore } from '../packages/vault/dist/postgres.js'
import type { GrantStore } from '../packages/vault/dist/index.js'

import { installDebianPackages } from './lib/debian-packages.ts'
import { pgBouncerProgram, startPgBouncer, type RunningPgBouncer } from './lib/running-pgbouncer.ts'
import {
  connectionStringOf,
  postgresPrograms,
  startPostgres,
  type RunningPostgres,
} from './lib/running-postgres.ts'
import { findFreePort } from './lib/server-program.ts'

const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)

const record = {
  version: 1,
  clientId: 'app',
  subjectHash: 'user',
  keyId: 'k',
  dueAt: 1,
  isRevocationPending: false,
  sealed: 'sealed',
}

let postgres: RunningPostgres
let pgBouncer: RunningPgBouncer
let pools: Pool[] = []

beforeAll(async () => {
  installDebianPackages([
    { name: 'postgresql-15', program: `${postgresPrograms}/postgres` },
    { name: 'pgbouncer', program: pgBouncerProgram },
  ])
  postgres = await startPostgres()
  for (const name of ['grants', 'read_only']) {
    await postgres.createDatabase(name)
    await createPostgresGrantStore({ pool: createPool(postgres.port, name) }).migrate()
  }
  await postgres.query('alter database read_only set default_transaction_read_only = on')
  const server = `host=127.0.0.1 port=${postgres.port}`
  pgBouncer = await startPgBouncer({
    grants: server,
    read_only: server,
    dropped: server,
    stopped: `host=127.0.0.1 port=${await findFreePort()}`,
  })
}, 300_000)

afterEach(endPools)

afterAll(async () => {
  await endPools()
  await pgBouncer?.stop()
  await postgres?.stop()
})

describe('PostgreSQL 15', () => {
  it.each(checks)('%s', (_, run) => expectToPass(run, postgres.port))

  it.each(checks)('with prepared statements, %s', (_, run) =>
    expectToPass(run, postgres.port, { preparedStatements: true }),
  )

  it('estimates how many records there are of a key that has very many', async () => {
    await emptyTables()
    await postgres.query(
      `insert into mudbrick_grants
      select 'id-' || n, 1, 'app', null, 'k', null, false, '' from generate_series(1, 20000) as n;
      analyze mudbrick_grants`,
      'grants',
    )
    const store = openStore(postgres.port)
    expect(await store.countByKey('app')).toEqual([{ keyId: 'k', records: 20_000 }])
  })

  it('says that the database only reads', async () => {
    const store = openStore(postgres.port, { database: 'read_only' })
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
      code: 'store_read_only',
    })
    expect(await store.read('a')).toBeUndefined()
  })

  it('says that the password is wrong', () =>
    expectFailure(
      { port: postgres.port, password: 'another-password' },
      'store_access_denied',
      'refuses the user or the password',
    ))

  it('says that there is no such user', () =>
    expectFailure(
      { port: postgres.port, user: 'fake_user' },
      'store_access_denied',
      'refuses the user or the password',
    ))

  it('says that there is no such database', () =>
    expectFailure(
      { port: postgres.port, database: 'fake_database' },
      'store_missing',
      'The database that the pool names does not exist',
    ))

  it('says that there are no tables', () =>
    expectFailure({ port: postgres.port, database: 'postgres' }, 'invalid_option', 'migrate()'))

  it('says that nothing listens', async () =>
    expectFailure({ port: await findFreePort() }, 'store_unavailable', 'does not answer'))
})

describe('PostgreSQL 15 behind PgBouncer in transaction mode', () => {
  it.each(checks)('%s', (_, run) => expectToPass(run, pgBouncer.port))

  it('migrates', async () => {
    await expect(openStore(pgBouncer.port).migrate()).resolves.toBeUndefined()
  })

  it('fails in none of many calls over several connections', async () => {
    await emptyTables()
    const store = openStore(pgBouncer.port)
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => writeAndFind(store, `id-${index}`)),
    )
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await store.countByKey('app')).toEqual([{ keyId: 'k', records: 100 }])
  })

  it('says of prepared statements that they do not work there', async () => {
    const store = openStore(pgBouncer.port, { preparedStatements: true })
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => store.read('a')))
    const failures = results.filter((result) => result.status === 'rejected')
    expect(failures.length).toBeGreaterThan(0)
    for (const { reason } of failures) {
      expect(reason).toMatchObject({
        code: 'store_failed',
        message: expect.stringContaining('leave preparedStatements out'),
      })
    }
  })

  it('says that the database only reads', async () => {
    const store = openStore(pgBouncer.port, { database: 'read_only' })
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
      code: 'store_read_only',
    })
  })

  it('says that the password is wrong', () =>
    expectFailure(
      { port: pgBouncer.port, password: 'another-password' },
      'store_access_denied',
      'refuses the user or the password',
    ))

  it('says that there is no such user', () =>
    expectFailure(
      { port: pgBouncer.port, user: 'fake_user' },
      'store_access_denied',
      'refuses the user or the password',
    ))

  it('says that the pooler knows no such database', () =>
    expectFailure(
      { port: pgBouncer.port, database: 'fake_database' },
      'store_missing',
      'The database that the pool names does not exist',
    ))

  it('says that the database of the pooler does not exist', () =>
    expectFailure(
      { port: pgBouncer.port, database: 'dropped' },
      'store_missing',
      'The database that the pool names does not exist',
    ))

  it('says that the database behind the pooler does not answer', () =>
    expectFailure(
      { port: pgBouncer.port, database: 'stopped' },
      'store_unavailable',
      'does not answer',
    ))

  it('says that there are no connections left', async () => {
    const crowd = createPool(pgBouncer.port, 'grants', { max: 20 })
    const clients = await Promise.all(Array.from({ length: 20 }, () => crowd.connect()))
    // They stay connected.
    for (const client of clients) client.release()
    await expectFailure({ port: pgBouncer.port }, 'store_unavailable', 'no connection left')
  })

  it('says that the pooler refuses a setting', () =>
    expectFailure(
      { port: pgBouncer.port, options: '-c search_path=fake_schema' },
      'store_failed',
      'refuses a setting of the pool, such as options',
    ))
})

interface StoreAddress extends PoolConfig {
  readonly preparedStatements?: boolean
}

function openStore(port: number, options: StoreAddress = {}) {
  const { preparedStatements, database = 'grants', ...config } = options
  const pool = createPool(port, database, config)
  return createPostgresGrantStore({ pool, preparedStatements })
}

function createPool(port: number, database: string, config: PoolConfig = {}): Pool {
  const { hostname: host, username: user, password } = new URL(connectionStringOf(port, database))
  const pool = new Pool({ host, port, user, password, database, max: 8, ...config })
  pools.push(pool)
  return pool
}

async function endPools(): Promise<void> {
  await Promise.all(pools.map((pool) => pool.end()))
  pools = []
}

async function emptyTables(): Promise<void> {
  await postgres.query('truncate mudbrick_grants, mudbrick_leases', 'grants')
}

async function expectToPass(
  run: (open: () => GrantStore) => Promise<void>,
  port: number,
  options: StoreAddress = {},
): Promise<void> {
  await emptyTables()
  await expect(run(() => openStore(port, options))).resolves.toBeUndefined()
}

async function expectFailure(
  { port = 0, ...options }: StoreAddress,
  code: string,
  message: string,
): Promise<void> {
  const failure: unknown = await openStore(port, options)
    .read('a')
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ code, message: expect.stringContaining(message) })
  expect(String(failure)).not.toMatch(/fake|another-password|127\.0\.0\.1/)
}

/** Uses every method of a store once or more. */
async function writeAndFind(store: GrantStore, id: string): Promise<void> {
  expect(await store.compareAndSwap(id, 0, record)).toBe(true)
  const lease = await store.lease(id, 60_000)
  expect(await lease?.renew()).toBe(true)
  expect(await store.compareAndSwap(id, 1, { ...record, version: 2 })).toBe(true)
  expect(await store.read(id)).toMatchObject({ version: 2 })
  await store.scan({ clientId: 'app', dueBefore: 1 }, { limit: 10 })
  await store.scan({ clientId: 'app', subjectHash: 'user' }, { limit: 10 })
  await store.countByKey('app')
  await lease?.release()
}

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import {
  createPostgresSchema,
  startPostgres,
  type PostgresSchema,
  type PostgresServer,
} from '@mudbrick/testing/postgres'
import { Pool, type PoolConfig } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { createPostgresGrantStore, type PostgresGrantStore } from './postgres-grant-store.ts'
import type { PostgresGrantStoreOptions } from './postgres-options.ts'
import type { PostgresQuery } from './postgres-pool.ts'
import {
  countByKeyStatement,
  scanDueStatement,
  scanKeyStatement,
  scanRevocationStatement,
  scanSubjectStatement,
  type PostgresStatement,
} from './postgres-statements.ts'

const record = {
  version: 1,
  clientId: 'app',
  subjectHash: 'user',
  keyId: 'k',
  dueAt: 1,
  isRevocationPending: false,
  sealed: 'sealed',
}
const checks = grantStoreConformance.map(({ name, run }) => [name, run] as const)

let server: PostgresServer
let schema: PostgresSchema
let pools: Pool[] = []

beforeAll(async () => {
  server = await startPostgres()
}, 30_000)

afterAll(() => server.stop())

describe('createPostgresGrantStore()', { timeout: 30_000 }, () => {
  describe('does what is asked of every store', () => {
    let pool: Pool

    beforeAll(async () => {
      schema = await createPostgresSchema(server.connectionString)
      pool = createPool()
      await createPostgresGrantStore({ pool }).migrate()
    })

    afterAll(discardSchema)

    it.each(checks)('%s', async (_, run) => {
      await pool.query('truncate mudbrick_grants, mudbrick_leases')
      await expect(run(() => createPostgresGrantStore({ pool }))).resolves.toBeUndefined()
    })
  })

  // The plan for any parameters is that of prepared statements, the plan for these that of others.
  describe.each(['force_generic_plan', 'force_custom_plan'])('of many records, %s', (planMode) => {
    let pool: Pool

    beforeAll(async () => {
      schema = await createPostgresSchema(server.connectionString)
      pool = createPool()
      await createPostgresGrantStore({ pool }).migrate()
      await pool.query(`
        insert into mudbrick_grants
        select 'id-' || n, 1, 'app-' || n % 2, 'user-' || n % 100, 'key-' || n % 3,
          nullif(n % 20, 0) * n, n % 500 = 0, repeat('s', 100)
        from generate_series(1, 10000) as n`)
      await pool.query('vacuum analyze mudbrick_grants')
    })

    afterAll(discardSchema)

    it('reads only what is due', async () => {
      const plan = await explain(scanDueStatement, ['app-1', 10_000, -Infinity, '', 50])
      expect(plan).toMatchObject({ found: 50, index: 'mudbrick_grants_due' })
      expect(plan.read).toBeLessThan(10)
    })

    it('reads only what has tokens to revoke', async () => {
      const plan = await explain(scanRevocationStatement, ['app-0', '', 50])
      expect(plan).toMatchObject({ found: 20, index: 'mudbrick_grants_revocation' })
      expect(plan.read).toBeLessThan(25)
    })

    it('reads only what is sealed with a key', async () => {
      const plan = await explain(scanKeyStatement, ['app-0', 'key-1', 'id-2', 50])
      expect(plan).toMatchObject({ found: 50, index: 'mudbrick_grants_key' })
      expect(plan.read).toBeLessThan(10)
    })

    it('reads only what belongs to a user', async () => {
      const plan = await explain(scanSubjectStatement, ['app-0', 'user-10', 'id-2', 10])
      expect(plan).toMatchObject({ found: 10, index: 'mudbrick_grants_subject' })
      expect(plan.read).toBeLessThan(15)
    })

    it('reads the index of keys to count by key', async () => {
      const plan = await explain(countByKeyStatement, ['app-1'])
      expect(plan).toMatchObject({ found: 3, index: 'mudbrick_grants_key' })
      expect(plan.read).toBeLessThan(100)
    })

    /** Explains the plan that serves a statement with these values. */
    async function explain(
      { text }: PostgresStatement,
      values: readonly (string | number)[],
    ): Promise<Plan> {
      const client = await pool.connect()
      try {
        await client.query(`set plan_cache_mode = ${planMode}`)
        await client.query(`prepare explained as ${text}`)
        const list = values.map((value) => `'${value}'`).join(', ')
        const { rows } = await client.query(
          `explain (analyze, buffers, format json) execute explained(${list})`,
        )
        return parsePlan(rows[0]['QUERY PLAN'][0]['Plan'])
      } finally {
        client.release(true)
      }
    }
  })

  it('repeats a statement that was rolled back because of another transaction', async () => {
    const { store, failures, queries } = createFailingStore()
    failures.push('40001', '40P01', '40001')
    expect(await store.read('a')).toBeUndefined()
    expect(queries).toHaveLength(4)
  })

  it('gives up when a statement is rolled back again and again', async () => {
    const { store, failures, queries } = createFailingStore()
    failures.push(...Array.from({ length: 50 }, () => '40001'))
    await expect(store.read('a')).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(queries).toHaveLength(6)
  })

  it('does not repeat a statement when only its answer may be lost', async () => {
    const { store, failures, queries } = createFailingStore()
    failures.push('08006')
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      cause: expect.objectContaining({ code: '08006' }),
    })
    expect(queries).toHaveLength(1)
  })

  it('names no statement, as poolers in transaction mode need it', async () => {
    const { store, queries } = createFailingStore()
    await store.read('a')
    expect(queries[0]).not.toHaveProperty('name')
  })

  it('names the statements when preparedStatements is true', async () => {
    const { store, queries } = createFailingStore({ preparedStatements: true })
    await store.read('a')
    expect(queries[0]).toHaveProperty('name', 'mudbrick_read')
  })

  it('asks nothing about an id that cannot be stored', async () => {
    const { store, queries } = createFailingStore()
    expect(await store.read('a\0')).toBeUndefined()
    expect(await store.compareAndSwap('\ud800', 0, record)).toBe(false)
    expect(queries).toEqual([])
  })

  it('refuses options that it does not know', () => {
    expect(() => createPostgresGrantStore({ pol: 1 } as never)).toThrow('createPostgresGrantStore')
  })
})

describe('createPostgresGrantStore()', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    schema = await createPostgresSchema(server.connectionString)
  })

  afterEach(discardSchema)

  it('says that migrate() was forgotten', async () => {
    const store = createPostgresGrantStore({ pool: createPool() })
    await expect(store.read('a')).rejects.toMatchObject({
      name: 'ConfigurationError',
      option: 'pool',
      message: expect.stringContaining('migrate()'),
    })
  })

  it('names the record that another program has written', async () => {
    const pool = createPool()
    const store = createPostgresGrantStore({ pool })
    await store.migrate()
    await store.compareAndSwap('a', 0, record)
    await pool.query('alter table mudbrick_grants alter column due_at type text')
    await expect(createPostgresGrantStore({ pool: createPool() }).read('a')).rejects.toMatchObject({
      code: 'corrupt_record',
      grantId: 'a',
    })
  })

  describe('when the connection is lost', () => {
    let line: Line

    beforeEach(async () => {
      line = await createLine(schema.connectionString)
    })

    afterEach(() => line.close())

    it('rejects, and goes on over another connection', async () => {
      const store = createPostgresGrantStore({ pool: createPool(line.connectionString) })
      await store.migrate()
      line.cutAtNext = 'question'
      await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
        code: 'store_unavailable',
      })
      expect(await store.compareAndSwap('b', 0, record)).toBe(true)
    })

    it('has written the whole record or nothing of it', async () => {
      const store = createPostgresGrantStore({ pool: createPool(line.connectionString) })
      await store.migrate()
      line.cutAtNext = 'answer'
      await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
        code: 'store_unavailable',
      })
      await expect.poll(() => store.read('a'), { timeout: 10_000 }).toEqual(record)
      expect((await store.scan({ clientId: 'app', dueBefore: 1 }, { limit: 9 })).ids).toEqual(['a'])
    })

    it('replaces one that is idle', async () => {
      const store = createPostgresGrantStore({ pool: createPool(line.connectionString) })
      await store.migrate()
      line.cut()
      await expect
        .poll(() => store.countByKey('app').catch(() => undefined), { timeout: 10_000 })
        .toEqual([])
    })

    it('rejects after the query_timeout of the pool when the database hangs', async () => {
      const pool = createPool(line.connectionString, { query_timeout: 20 })
      const store = createPostgresGrantStore({ pool })
      await createPostgresGrantStore({ pool: createPool() }).migrate()
      const client = await pool.connect()
      client.release()
      line.isSilent = true
      await expect(store.read('a')).rejects.toMatchObject({ code: 'store_unavailable' })
      line.cut()
    })
  })

  describe('onConnectionLost', () => {
    it('is called once for each idle connection that is lost', async () => {
      const pool = createPool()
      const losses: Error[] = []
      const store = createPostgresGrantStore({
        pool,
        onConnectionLost: (loss) => losses.push(loss),
      })
      await store.migrate()
      await openConnections(pool, 3)
      expect(losses).toEqual([])
      await terminateConnections(pool)
      await expect.poll(() => losses.length, { timeout: 10_000 }).toBe(3)
      expect(losses[0]).toMatchObject({ code: '57P01' })
      expect(await store.countByKey('app')).toEqual([])
      expect(losses).toHaveLength(3)
    })

    it('is called once when several stores of a pool share it', async () => {
      const pool = createPool()
      const onConnectionLost = vi.fn<(error: Error) => void>()
      const other = vi.fn<(error: Error) => void>()
      createPostgresGrantStore({ pool, onConnectionLost })
      createPostgresGrantStore({ pool, onConnectionLost })
      createPostgresGrantStore({ pool, onConnectionLost: other })
      createPostgresGrantStore({ pool })
      expect(pool.listenerCount('error')).toBe(1)
      await openConnections(pool, 1)
      await terminateConnections(pool)
      await expect.poll(() => onConnectionLost.mock.calls.length, { timeout: 10_000 }).toBe(1)
      expect(other).toHaveBeenCalledOnce()
    })

    it('is not called after the store was closed', async () => {
      const pool = createPool()
      const ofClosed = vi.fn<(error: Error) => void>()
      const ofOpen = vi.fn<(error: Error) => void>()
      const closed = createPostgresGrantStore({ pool, onConnectionLost: ofClosed })
      createPostgresGrantStore({ pool, onConnectionLost: ofOpen })
      await closed.close()
      await openConnections(pool, 1)
      await terminateConnections(pool)
      await expect.poll(() => ofOpen.mock.calls.length, { timeout: 10_000 }).toBe(1)
      expect(ofClosed).not.toHaveBeenCalled()
    })

    it('gets an error that prints neither the password nor the host', async () => {
      const pool = createPool()
      const losses: Error[] = []
      createPostgresGrantStore({ pool, onConnectionLost: (loss) => losses.push(loss) })
      await openConnections(pool, 1)
      await terminateConnections(pool)
      await expect.poll(() => losses.length, { timeout: 10_000 }).toBe(1)
      const printed = inspect(losses[0], { depth: Infinity })
      const { password, hostname } = new URL(schema.connectionString)
      expect(printed).not.toContain(password)
      expect(printed).not.toContain(hostname)
    })
  })

  describe('says what is wrong when', () => {
    beforeEach(() => createPostgresGrantStore({ pool: createPool() }).migrate())

    it('nothing listens at the port', async () => {
      const line = await createLine(schema.connectionString)
      await line.close()
      await expectFailure(line.connectionString, 'store_unavailable', 'does not answer')
    })

    it('the database only reads', async () => {
      const store = openStore(withSettings('-c default_transaction_read_only=on'))
      await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
        code: 'store_read_only',
        message: expect.stringContaining('read-only'),
      })
      await expect(store.lease('a', 1_000)).rejects.toMatchObject({ code: 'store_read_only' })
      await expect(store.migrate()).resolves.toBeUndefined()
      expect(await store.read('a')).toBeUndefined()
    })

    it('the password is wrong', async () => {
      const url = changeUrl((address) => (address.password = 'fake-password'))
      await expectFailure(url, 'store_access_denied', 'the user or the password')
    })

    it('there is no password', async () => {
      const url = changeUrl((address) => (address.password = ''))
      await expectFailure(url, 'store_access_denied', 'the user or the password')
    })

    it('there is no such role', async () => {
      const url = changeUrl((address) => (address.username = 'fake_role'))
      await expectFailure(url, 'store_access_denied', 'the user or the password')
    })

    it('there is no such database', async () => {
      const url = changeUrl((address) => (address.pathname = '/fake_database'))
      await expectFailure(url, 'store_missing', 'The database that the pool names does not exist')
    })

    it('the role has no rights on the tables', async () => {
      const { url, drop } = await createRole()
      await expectFailure(url, 'store_access_denied', 'grant it the rights')
      await drop()
    })

    it('the role has no connection left', async () => {
      const { url, drop } = await createRole('connection limit 0')
      await expectFailure(url, 'store_unavailable', 'no connection left')
      await drop()
    })

    it('the search path names no schema', async () => {
      const url = changeUrl((address) =>
        address.searchParams.set('options', '-c search_path=fake_schema'),
      )
      const store = openStore(url)
      await expect(store.migrate()).rejects.toMatchObject({ code: 'store_missing' })
    })

    it('another connection has locked the record', async () => {
      await withLockedTable(async () => {
        const url = withSettings('-c lock_timeout=20')
        await expectFailure(url, 'store_locked', 'lock_timeout')
      })
    })

    it('a statement takes too long', async () => {
      await withLockedTable(async () => {
        const url = withSettings('-c statement_timeout=20')
        await expectFailure(url, 'store_unavailable', 'statement_timeout')
      })
    })

    it('a connection is ended during a call', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await withLockedTable(async () => {
        const reading = store.read('a').catch((error: unknown) => error)
        await expect.poll(() => terminateConnections(pool), { timeout: 10_000 }).toBe(1)
        expect(await reading).toMatchObject({ code: 'store_unavailable' })
      })
    })

    it('the pool was ended', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await pool.end()
      pools = pools.filter((each) => each !== pool)
      await expect(store.read('a')).rejects.toMatchObject({ code: 'closed' })
    })

    it('the tables are those of another release', async () => {
      await createPool().query('alter table mudbrick_grants rename column sealed to sealed_2')
      await expect(openStore(schema.connectionString).read('a')).rejects.toMatchObject({
        name: 'ConfigurationError',
        message: expect.stringContaining('another release'),
      })
    })

    async function expectFailure(url: string, code: string, message: string): Promise<void> {
      const failure: unknown = await openStore(url)
        .read('a')
        .catch((error: unknown) => error)
      expect(failure).toMatchObject({
        name: 'VaultError',
        code,
        message: expect.stringContaining(message),
        cause: expect.any(Error),
      })
      const { username, password, host, pathname } = new URL(url)
      const secrets = [username, password, host, pathname.slice(1)].filter(
        (part) => part !== '' && part !== 'postgres',
      )
      for (const secret of secrets) expect(String(failure)).not.toContain(secret)
    }
  })

  describe('migrate()', () => {
    it('can be called again, and by many at once', async () => {
      const stores = Array.from({ length: 4 }, () =>
        createPostgresGrantStore({ pool: createPool() }),
      )
      await Promise.all(stores.map((store) => store.migrate()))
      await stores[0]?.compareAndSwap('a', 0, record)
      await Promise.all(stores.map((store) => store.migrate()))
      expect(await stores[1]?.read('a')).toEqual(record)
    })

    it('does not wait for other transactions when everything is there', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      const client = await pool.connect()
      await client.query('begin')
      await client.query(
        `insert into mudbrick_grants values ('a', 1, 'app', null, 'k', null, false, 's')`,
      )
      await store.migrate()
      await client.query('rollback')
      client.release()
      expect(await store.countByKey('app')).toEqual([])
    })

    it('records the version of the tables', async () => {
      const pool = createPool()
      await createPostgresGrantStore({ pool }).migrate()
      const { rows } = await pool.query('select version from mudbrick_schema')
      expect(rows).toEqual([{ version: 1 }])
    })

    it('refuses tables of a newer release', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      await pool.query('update mudbrick_schema set version = 2')
      await expect(store.migrate()).rejects.toMatchObject({
        name: 'ConfigurationError',
        option: 'pool',
        message:
          'The tables of the vault in the database have schema version 2, and this release of @mudbrick/vault needs 1: use the release that created them, or a newer one.',
      })
    })

    it('refuses the tables of the development version, and says what to do', async () => {
      const pool = createPool()
      await pool.query(`
        create table mudbrick_grants (id text primary key, version integer, sealed text);
        create table mudbrick_leases (name text primary key, holder uuid, ends_at timestamptz);
        create sequence mudbrick_fences`)
      const store = createPostgresGrantStore({ pool })
      await expect(store.migrate()).rejects.toMatchObject({
        name: 'ConfigurationError',
        option: 'pool',
        message: expect.stringContaining(
          'drop the tables mudbrick_grants and mudbrick_leases and the sequence mudbrick_fences',
        ),
      })
      await pool.query('drop table mudbrick_grants, mudbrick_leases; drop sequence mudbrick_fences')
      await store.migrate()
      expect(await store.compareAndSwap('a', 0, record)).toBe(true)
    })

    it('refuses a database that may lose what it has acknowledged', async () => {
      const store = openStore(withSettings('-c synchronous_commit=off'))
      await expect(store.migrate()).rejects.toMatchObject({
        name: 'ConfigurationError',
        message: expect.stringContaining('synchronous_commit'),
      })
    })

    it('refuses a PostgreSQL that is too old', async () => {
      const pool = {
        on: () => {},
        query: async () => ({ rows: [{ version_number: 140_011 }], rowCount: 1 }),
      }
      await expect(createPostgresGrantStore({ pool }).migrate()).rejects.toMatchObject({
        name: 'ConfigurationError',
        option: 'pool',
        message: 'The database is PostgreSQL 14, which is too old: upgrade it to 15 or newer.',
      })
    })

    it('says so when there is no database', async () => {
      const { store, failures } = createFailingStore()
      failures.push('ECONNREFUSED')
      await expect(store.migrate()).rejects.toThrow(
        'The database of the pool does not answer (ECONNREFUSED): check its address and whether it runs, then try again.',
      )
    })
  })

  describe('countByKey()', () => {
    it('counts 10,000 records of a key, and estimates where there are more', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      await pool.query(`
        insert into mudbrick_grants
        select 'id-' || n, 1, client_id, null, key_id, null, false, ''
        from generate_series(1, 50000) as n, lateral (select
          case when n <= 30000 then 'app-1' else 'app-2' end as client_id,
          case when n <= 20000 then 'k1' when n <= 30000 then 'k2' else 'k3' end as key_id
        ) as of_client`)
      await pool.query('analyze mudbrick_grants')
      const [first, second] = await store.countByKey('app-1')
      expect(first?.keyId).toBe('k1')
      expect(Math.abs((first?.records ?? 0) - 20_000)).toBeLessThan(1_000)
      expect(second).toEqual({ keyId: 'k2', records: 10_000 })
    })

    it('returns what it has counted when the planner expects less', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      await pool.query('analyze mudbrick_grants')
      await pool.query(`alter table mudbrick_grants set (autovacuum_enabled = off)`)
      await pool.query(`
        insert into mudbrick_grants
        select 'id-' || n, 1, 'app', null, 'k', null, false, '' from generate_series(1, 10001) as n`)
      expect(await store.countByKey('app')).toEqual([{ keyId: 'k', records: 10_001 }])
    })
  })
})

async function discardSchema(): Promise<void> {
  await Promise.all(pools.map((pool) => pool.end()))
  pools = []
  await schema.drop()
}

function createPool(connectionString = schema.connectionString, options: PoolConfig = {}): Pool {
  const name = `mudbrick test ${pools.length}`
  const pool = new Pool({ connectionString, max: 4, application_name: name, ...options })
  pools.push(pool)
  return pool
}

function openStore(connectionString: string): PostgresGrantStore {
  return createPostgresGrantStore({ pool: createPool(connectionString) })
}

function changeUrl(change: (address: URL) => void): string {
  const address = new URL(schema.connectionString)
  change(address)
  return address.href
}

/** The connection string, with more settings for its sessions. */
function withSettings(settings: string): string {
  return changeUrl(({ searchParams }) => {
    searchParams.set('options', `${searchParams.get('options')} ${settings}`)
  })
}

async function createRole(options = ''): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `mudbrick_role_${randomBytes(6).toString('hex')}`
  const admin = createPool()
  await admin.query(`create role ${name} login password 'fake-password' ${options}`)
  const { rows } = await admin.query('select current_schema() as schema')
  await admin.query(`grant usage on schema ${rows[0].schema} to ${name}`)
  return {
    url: changeUrl((address) => {
      address.username = name
      address.password = 'fake-password'
    }),
    async drop() {
      await admin.query(`drop owned by ${name}; drop role ${name}`)
    },
  }
}

/** Runs the work while another connection has locked the grants, so that even reads wait. */
async function withLockedTable(work: () => Promise<void>): Promise<void> {
  const client = await createPool().connect()
  try {
    await client.query('begin; lock table mudbrick_grants')
    await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function openConnections(pool: Pool, count: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()))
  for (const client of clients) client.release()
}

/** Ends the connections of a pool as an administrator does, and returns how many there were. */
async function terminateConnections(pool: Pool): Promise<number> {
  const { rows } = await createPool().query(
    `select count(pg_terminate_backend(pid))::integer as count from pg_stat_activity
    where application_name = $1`,
    [pool.options.application_name],
  )
  return rows[0].count
}

/** A store whose database fails with these codes, one after the other, and then finds nothing. */
function createFailingStore(options: Omit<PostgresGrantStoreOptions, 'pool'> = {}) {
  const failures: string[] = []
  const queries: PostgresQuery[] = []
  const pool = {
    on: () => {},
    async query(query: PostgresQuery) {
      queries.push(query)
      const code = failures.shift()
      if (code) throw Object.assign(new Error(`Failed with ${code}`), { code })
      return { rows: [], rowCount: 0 }
    },
  }
  return { store: createPostgresGrantStore({ ...options, pool }), failures, queries }
}

interface Plan {
  readonly found: number
  readonly index: string | undefined
  /** How many pages were looked at. */
  readonly read: number
}

interface PlanNode {
  readonly 'Actual Rows': number
  readonly 'Index Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

function parsePlan(root: PlanNode): Plan {
  const read = root['Shared Hit Blocks'] + root['Shared Read Blocks']
  return { found: root['Actual Rows'], index: findIndex(root), read }
}

function findIndex(node: PlanNode): string | undefined {
  return node['Index Name'] ?? node.Plans?.map(findIndex).find(Boolean)
}

/** A line to the database that can be broken. */
interface Line {
  readonly connectionString: string
  /** Cuts it when the next question or answer comes along, which does not get through. */
  cutAtNext: 'question' | 'answer' | undefined
  /** Whether answers are held back. */
  isSilent: boolean
  readonly cut: () => void
  readonly close: () => Promise<unknown>
}

async function createLine(connectionString: string): Promise<Line> {
  const target = new URL(connectionString)
  const sockets = new Set<Socket>()
  const listener: Server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('data', (bytes) => {
      if (line.cutAtNext === 'question') line.cut()
      else far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (line.cutAtNext === 'answer') line.cut()
      else if (!line.isSilent) near.write(bytes)
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = new URL(connectionString)
  address.hostname = '127.0.0.1'
  address.port = String((listener.address() as AddressInfo).port)

  const line: Line = {
    connectionString: address.href,
    cutAtNext: undefined,
    isSilent: false,
    cut() {
      line.cutAtNext = undefined
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      line.cut()
      listener.close()
    },
  }
  return line
}

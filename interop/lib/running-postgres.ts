import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { Client } from 'pg'

import {
  createServerFolder,
  findFreePort,
  startServer,
  type ServerFolder,
  type StartServerOptions,
} from './server-program.ts'

/** Where Debian's PostgreSQL 15 is. */
export const postgresPrograms = '/usr/lib/postgresql/15/bin'

/** The superuser, whose password is checked by SCRAM, as by default. */
export const superuser = { name: 'postgres', password: 'fake-password' }

/** Debian's PostgreSQL behind a port. */
export interface RunningPostgres {
  readonly port: number
  /** Creates an empty database. */
  readonly createDatabase: (name: string) => Promise<void>
  /** Runs statements as the superuser. */
  readonly query: (text: string, database?: string) => Promise<void>
  /** Stops it, and returns how to start it again with its data. */
  readonly pause: () => Promise<() => Promise<void>>
  readonly stop: () => Promise<void>
}

export async function startPostgres(): Promise<RunningPostgres> {
  const folder = createServerFolder('mudbrick-postgres-15-')
  initialize(folder)
  const port = await findFreePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
  const options: StartServerOptions = {
    folder,
    command: [
      join(postgresPrograms, 'postgres'),
      '-D',
      join(folder.path, 'data'),
      '-p',
      String(port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    readyText: 'database system is ready to accept connections',
    stopSignal: 'INT',
    isFolderKept: true,
  }
  let stopServer = await startServer(options)
  return {
    port,
    query,
    createDatabase: (name) => query(`create database ${name}`),
    async pause() {
      await stopServer()
      return async () => {
        stopServer = await startServer(options)
      }
    },
    async stop() {
      await stopServer()
      rmSync(folder.path, { recursive: true })
    },
  }

  async function query(text: string, database = 'postgres'): Promise<void> {
    const client = new Client({ connectionString: connectionStringOf(port, database) })
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
}

/** Returns the address of a database at this port, for the superuser. */
export function connectionStringOf(port: number, database: string): string {
  const { name, password } = superuser
  return `postgres://${name}:${password}@127.0.0.1:${port}/${database}`
}

function initialize(folder: ServerFolder): void {
  const { status, stderr, error } = spawnSync(
    join(postgresPrograms, 'initdb'),
    [
      `--pgdata=${join(folder.path, 'data')}`,
      `--pwfile=${folder.write('password', superuser.password)}`,
      `--username=${superuser.name}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ],
    { ...folder.user, cwd: folder.path },
  )
  if (status !== 0) throw new Error(`initdb failed: ${String(stderr)}`, { cause: error })
}

import { createServerFolder, findFreePort, startServer } from './server-program.ts'
import { superuser } from './running-postgres.ts'

/** Where Debian's PgBouncer is. */
export const pgBouncerProgram = '/usr/sbin/pgbouncer'

/** Debian's PgBouncer behind a port, which gives a connection to a client for one transaction. */
export interface RunningPgBouncer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/**
 * Starts a PgBouncer in front of databases.
 *
 * @param databases where each database that it knows is, in its own words
 */
export async function startPgBouncer(
  databases: Readonly<Record<string, string>>,
): Promise<RunningPgBouncer> {
  const folder = createServerFolder('mudbrick-pgbouncer-')
  const port = await findFreePort()
  const users = folder.write('users.txt', `"${superuser.name}" "${superuser.password}"\n`)
  const configuration = folder.write(
    'pgbouncer.ini',
    [
      '[databases]',
      ...Object.entries(databases).map(([name, target]) => `${name} = ${target}`),
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      // Fewer connections than the clients have: they take turns on each.
      'default_pool_size = 3',
      'max_client_conn = 20',
      'server_login_retry = 1',
      'query_wait_timeout = 2',
      '',
    ].join('\n'),
  )
  const stop = await startServer({
    folder,
    command: [pgBouncerProgram, configuration],
    readyText: 'process up: PgBouncer',
    stopSignal: 'TERM',
  })
  return { port, stop }
}

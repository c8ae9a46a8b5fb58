import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'

import { findFreePort } from './server-program.ts'
import { readUnit } from './unit-file.ts'

/** Starts and ends processes as their unit says, in place of systemd, which does not run in containers. */
export interface ServiceManager {
  /** Starts an instance, which is not ready yet. */
  readonly start: (instance: string) => void
  /** Ends an instance with SIGTERM, and waits for it. */
  readonly stop: (instance: string) => Promise<void>
  /** The exit codes of the processes that have ended, in this order; the signal where it has no code. */
  readonly exits: readonly (number | string)[]
  /** What the processes have written, without the audit trail. */
  readonly log: () => string
  /** The address to which a `systemctl` posts `/restart/<unit>@<instance>`. */
  readonly address: string
  readonly close: () => Promise<void>
}

/**
 * Creates a manager of the instances of a template unit.
 *
 * @param unit the text of the unit
 * @param environmentOf returns the variables that an instance has besides those of the unit
 */
export async function createServiceManager(
  unit: string,
  environmentOf: (instance: string) => Readonly<Record<string, string>>,
): Promise<ServiceManager> {
  const running = new Map<string, ChildProcess>()
  const exits: (number | string)[] = []
  let log = ''

  const start = (instance: string): void => {
    const { command, folder, environment } = readUnit(unit, instance)
    const [program = '', ...parameters] = command
    const child = spawn(program, parameters, {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...environment, ...environmentOf(instance) },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr?.on('data', (chunk) => {
      log += String(chunk)
    })
    child.once('exit', (code, signal) => {
      exits.push(code ?? signal ?? 'unknown')
    })
    running.set(instance, child)
  }

  const stop = async (instance: string): Promise<void> => {
    const child = running.get(instance)
    running.delete(instance)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await exit
    clearTimeout(timer)
  }

  const port = await findFreePort()
  const control = createServer(async ({ url = '' }, response) => {
    const [, instance = ''] = /^\/restart\/commerce-admin@(\d+)$/.exec(url) ?? []
    await stop(instance)
    start(instance)
    response.end()
  })
  await once(control.listen(port, '127.0.0.1'), 'listening')

  return {
    start,
    stop,
    exits,
    log: () => log,
    address: `http://127.0.0.1:${port}`,
    async close() {
      control.close()
      await Promise.all([...running.keys()].map(stop))
    },
  }
}

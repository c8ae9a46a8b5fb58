import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { Server as NetServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { type Clock, ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import type { Vault } from '@mudbrick/vault'
import { spanClock } from '../defaults.ts'
import { noteEnding } from '../ending-vaults.ts'
import { type Connections, watchConnections } from './connections.ts'

/** Says what ends with a server, and how long that may take. */
export interface CloseServerOptions {
  /** Closed when no call is under way any more. Its health check answers 503 from the beginning. */
  readonly vault?: Pick<Vault, 'close'> | undefined
  /** Closes what the vault needs, after it: a store, a pool. */
  readonly close?: (() => unknown) | undefined
  /**
   * How long everything may take. Connections that are still open after four fifths of it are
   * destroyed. 25 seconds by default, less than what Kubernetes and systemd wait for.
   */
  readonly timeoutMs?: number | undefined
  /**
   * How long new connections are accepted in the meantime, until a load balancer has noticed that the
   * health check answers 503. 0 by default.
   */
  readonly drainMs?: number | undefined
  /** Measures the time. The machine's by default. */
  readonly clock?: Clock | undefined
}

/** How a server ended. */
export interface ServerEnd {
  /** Whether everything was closed in time. */
  readonly isComplete: boolean
  /** What was still open, in one line; empty if nothing was. */
  readonly message: string
}

/** Every option of {@link closeServer}. */
export const knownCloseServerOptions: Readonly<Record<keyof CloseServerOptions, true>> = {
  vault: true,
  close: true,
  timeoutMs: true,
  drainMs: true,
  clock: true,
}

/**
 * Ends a server of `node:http` or `node:https`, also one that Express, Fastify or Hono has created,
 * without failing a call: the health check of the vault answers 503; no new connection is accepted;
 * every response tells its client to close the connection; connections without a call are closed after
 * a second; then the vault is closed, and what it needs. It does not reject.
 *
 * @throws {@link ConfigurationError} for options that are invalid.
 *
 * @example
 * ```ts
 * const { isComplete, message } = await closeServer(server, { vault, close: store.close })
 * if (!isComplete) console.error(message)
 * ```
 */
export async function closeServer(
  server: HttpServer | HttpsServer,
  options: CloseServerOptions = {},
): Promise<ServerEnd> {
  const { timeoutMs, drainMs } = parseCloseServerOptions(options)
  const { vault, close, clock = spanClock } = options
  const endsAt = clock.now() + timeoutMs
  const connections = watchConnections(server, clock)
  if (vault) noteEnding(vault)
  await pause(clock, drainMs)

  const connectionsEndAt = endsAt - (timeoutMs - drainMs) / 5
  const problems = [
    await closeConnections(server, connections, { clock, endsAt: connectionsEndAt }),
    vault && (await closePart('the vault', () => vault.close(), { clock, endsAt })),
    close && (await closePart('close()', close, { clock, endsAt })),
  ].filter((problem) => problem !== undefined)
  const message =
    problems.length === 0 ? '' : `The server did not end well: ${problems.join('; ')}.`
  return { isComplete: problems.length === 0, message }
}

/**
 * Checks the options of {@link closeServer}.
 *
 * @throws {@link ConfigurationError}
 */
export function parseCloseServerOptions(options: CloseServerOptions): {
  readonly timeoutMs: number
  readonly drainMs: number
} {
  checkOptions('closeServer', options, knownCloseServerOptions)
  const { timeoutMs = 25_000, drainMs = 0 } = options
  if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1)) {
    throw createOptionError('timeoutMs', timeoutMs, 'give a number of milliseconds, such as 25000')
  }
  if (!(drainMs >= 0 && drainMs < timeoutMs)) {
    throw createOptionError('drainMs', drainMs, 'give a number of milliseconds below timeoutMs')
  }
  return { timeoutMs, drainMs }
}

function createOptionError(option: string, value: unknown, advice: string): ConfigurationError {
  return new ConfigurationError(
    'invalid_option',
    option,
    `${option} is ${String(value)}: ${advice}.`,
  )
}

/** What has to be closed until when. */
interface Deadline {
  readonly clock: Clock
  readonly endsAt: number
}

/**
 * A client can send a call at the moment at which its idle connection is closed, and would lose it:
 * connections that were used a moment ago get the chance to close with a response.
 */
const idleMs = 1_000
const tickMs = 50

async function closeConnections(
  server: HttpServer | HttpsServer,
  connections: Connections,
  { clock, endsAt }: Deadline,
): Promise<string | undefined> {
  const startedAt = clock.now()
  // Connections that the system has set up already are accepted first: between two turns of the loop.
  await setImmediate()
  await setImmediate()
  const listening = { isOver: false }
  // Not that of http, which closes idle connections at once.
  NetServer.prototype.close.call(server, () => {
    listening.isOver = true
  })
  // Not before: a client that connects again would be reset instead of refused.
  connections.closeAfterResponse()
  while (!listening.isOver || connections.count() > 0) {
    if (clock.now() >= endsAt) return destroyConnections(server, connections)
    connections.closeIdle(idleMs)
    // Those that were open before they were watched.
    if (clock.now() - startedAt >= idleMs && connections.count() === 0)
      server.closeIdleConnections()
    // oxlint-disable-next-line no-await-in-loop -- it looks again and again
    await pause(clock, tickMs)
  }
  return undefined
}

const maxNamedCalls = 5

function destroyConnections(
  server: HttpServer | HttpsServer,
  connections: Connections,
): string | undefined {
  const calls = connections.listCalls()
  const count = connections.count()
  connections.destroyAll()
  server.closeAllConnections()
  const named = calls.slice(0, maxNamedCalls).join(', ')
  const further = calls.length > maxNamedCalls ? ` and ${calls.length - maxNamedCalls} more` : ''
  const under = calls.length === 0 ? '' : ` with calls under way (${named}${further})`
  return `connections were still open: ${count}${under}`
}

async function closePart(
  name: string,
  close: () => unknown,
  { clock, endsAt }: Deadline,
): Promise<string | undefined> {
  let stopTimer: (() => void) | undefined
  const timeout = new Promise<string>((resolve) => {
    const isLate = (): void => resolve(`${name} did not end in time`)
    stopTimer = clock.setTimer(isLate, Math.max(0, endsAt - clock.now()))
  })
  const closing = Promise.resolve()
    .then(close)
    .then(
      () => undefined,
      (error: unknown) => `${name} failed with ${String(error)}`,
    )
  const problem = await Promise.race([closing, timeout])
  stopTimer?.()
  return problem
}

async function pause(clock: Clock, delayMs: number): Promise<void> {
  if (delayMs <= 0) return
  await new Promise<void>((resolve) => {
    clock.setTimer(resolve, delayMs)
  })
}

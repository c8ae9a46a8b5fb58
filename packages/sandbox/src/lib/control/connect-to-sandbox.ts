import type { Behavior, BehaviorSwitch } from '../behavior/behavior.ts'
import { platformFetch } from '../defaults.ts'
import type { Fault, ListedFault } from '../faults/fault.ts'
import type { Faults } from '../faults/faults.ts'
import { rememberCaller } from '../journal/caller.ts'
import type { Journal } from '../journal/journal.ts'
import { invalidConfiguration, SandboxError, type SandboxErrorCode } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { isObject } from '../wire/json-body.ts'
import { operations, type Operation } from './operations.ts'
import type { SandboxResources } from './resources.ts'
import type { RunDescription } from './run.ts'
import { longestWaitMs } from './schemas.ts'
import type { SnapshotsControl } from './snapshots.ts'

/** The same calls, each of which answers later. */
export type Remote<Control> = {
  readonly [Name in keyof Control]: Control[Name] extends (...parameters: infer P) => infer Result
    ? (...parameters: P) => Promise<Awaited<Result>>
    : never
}

/** All that a test may change, from another process. */
export type RemoteResources = {
  readonly [Name in keyof SandboxResources | 'aemProject' | 'clock']: Remote<Sandbox[Name]>
}

/** A sandbox in another process, with the names that `sandbox` has in its own. */
export interface SandboxConnection
  extends
    RemoteResources,
    Remote<Pick<Sandbox, 'aemConfiguration' | 'changeBehavior' | 'configureAem' | 'reset'>>,
    Pick<Sandbox, 'flows' | 'flowUrl'> {
  /** What is to go wrong. */
  readonly faults: Remote<Pick<Faults, 'list' | 'remove' | 'clear'>> & {
    /**
     * Adds a fault; its id takes it away again.
     *
     * @throws {@link SandboxError} `invalid_configuration`, naming the property and what is right.
     */
    add(fault: Fault): Promise<ListedFault>
  }
  /** What was sent to the sandbox, and what it answered. */
  readonly journal: Remote<Pick<Journal, 'exchanges' | 'last' | 'waitFor' | 'clear'>>
  /** The run of the sandbox: its addresses, its journal, and how its certificate is trusted. */
  run(): Promise<RunDescription>
  /** The table of behavior that is in force. */
  behavior(): Promise<Behavior>
  /** Each switch of the behavior, with its values, presets and sources, and its value in force. */
  behaviorSwitches(): Promise<{
    readonly [Name in keyof Behavior]: BehaviorSwitch & { readonly value: Behavior[Name] }
  }>
  /** What the sandbox remembered at some moments; they stay in its own memory. */
  readonly snapshots: Remote<SnapshotsControl>
}

/** Which sandbox, and what opens it. */
export interface ConnectToSandboxOptions {
  /** The origin of its home page, such as `https://localhost:8440`. */
  readonly origin: string
  /** The control token that it printed when it started. */
  readonly token: string
  /** Sends the requests; the platform's own by default. */
  readonly fetch?: typeof fetch
}

/**
 * Connects a test to a sandbox that runs in another process. Nothing is sent before the first call.
 *
 * @throws {@link SandboxError} `invalid_configuration` for an invalid origin; each call may reject with
 *   `control_refused`, `control_unreachable`, or what the same call in the sandbox's own process throws.
 * @example
 * ```ts
 * import { connectToSandbox } from '@mudbrick/sandbox/control'
 *
 * const sandbox = connectToSandbox({ origin: 'https://localhost:8440', token: 'control-token' })
 * await sandbox.clock.advance({ hours: 24 })
 * ```
 */
export function connectToSandbox(options: ConnectToSandboxOptions): SandboxConnection {
  requireOptions(options)
  const send = createSender(options)
  const connection: Record<string, unknown> = {}
  for (const operation of operations) {
    const [group = '', name] = operation.name.split('.')
    const call: Call = (argument, { signal } = {}) => send(operation, argument, signal)
    if (name === undefined) connection[group] = call
    else connection[group] = Object.assign(connection[group] ?? {}, { [name]: call })
  }
  // Each operation has the name of its call, and its schemas are typed by what the call takes and returns.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const connected = connection as unknown as SandboxConnection
  const home = parseOrigin(options.origin)
  const flowUrl = (id: string | number): string => `${home}/flows/${encodeURIComponent(id)}`
  return { ...connected, journal: connectJournal(connected.journal), flowUrl }
}

/** TypeScript reports this, JavaScript does not. */
function requireOptions(options: Partial<ConnectToSandboxOptions> | undefined): void {
  if (typeof options?.origin === 'string' && typeof options.token === 'string') return
  throw invalidConfiguration(
    "connectToSandbox() needs { origin, token }: give the origin of the sandbox's home page, and the control token that it printed.",
  )
}

type Call = (argument?: unknown, options?: { readonly signal?: AbortSignal }) => Promise<unknown>

/** Waits for as long as a caller likes, though the control API keeps no request waiting for that. */
function connectJournal(journal: SandboxConnection['journal']): SandboxConnection['journal'] {
  return {
    ...journal,
    last: async (filter) => (await journal.exchanges(filter)).at(-1),
    waitFor: async (filter, { timeoutMs = 5000, ...options } = {}) => {
      const withCaller = rememberCaller()
      let leftMs = timeoutMs
      for (;;) {
        const next = { ...filter, timeoutMs: Math.min(leftMs, longestWaitMs) }
        leftMs -= longestWaitMs
        try {
          // One wait follows the other.
          // oxlint-disable-next-line no-await-in-loop
          return await journal.waitFor(next, options)
        } catch (error) {
          if (!isError(error, 'timed_out')) throw error
          if (leftMs <= 0) throw withCaller(error)
        }
      }
    },
  }
}

function isError(error: unknown, code: SandboxErrorCode): error is SandboxError {
  return error instanceof SandboxError && error.code === code
}

type Sender = (operation: Operation, argument: unknown, signal?: AbortSignal) => Promise<unknown>

function createSender({ origin, token, fetch = platformFetch }: ConnectToSandboxOptions): Sender {
  const home = parseOrigin(origin)
  return async (operation, argument, signal) => {
    const { path, body } = toRequest(operation, argument)
    const init: RequestInit = {
      method: operation.method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    }
    const response = await fetch(`${home}/control${path}`, init).catch((cause: unknown) => {
      throw signal?.aborted === true ? cause : unreachable(home, 'did not answer', cause)
    })
    if (response.ok) return readAnswer(operation, response)
    const problem = await readProblem(response, home)
    if (operation.removes !== undefined && problem.code === 'not_found') return false
    throw problem
  }
}

/** Where the one argument of a call goes: into the path, the query or the body. */
function toRequest(
  { path, query, body, member }: Operation,
  argument: unknown,
): { readonly path: string; readonly body?: string } {
  if (query !== undefined) return { path: path + toQuery(argument ?? {}) }
  if (body === undefined) return { path: path.replace('{id}', () => segment(String(argument))) }
  const isBare = member !== undefined && typeof argument !== 'object'
  return { path, body: JSON.stringify(isBare ? { [member]: argument } : argument) }
}

function toQuery(parameters: object): string {
  const given = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

async function readAnswer(operation: Operation, response: Response): Promise<unknown> {
  if (operation.removes !== undefined) return true
  if (operation.answer === undefined) return undefined
  const answer: unknown = await response.json()
  const { returns } = operation
  return returns !== undefined && isObject(answer) ? answer[returns] : answer
}

/** One part of a path; a URL would lose an empty one, `.` and `..`, and lead elsewhere. */
function segment(name: string): string {
  if (name !== '' && name !== '.' && name !== '..') return encodeURIComponent(name)
  throw new SandboxError(
    'not_found',
    `The sandbox has nothing named ${JSON.stringify(name)}: give an id, or what the lists call it by.`,
  )
}

function parseOrigin(origin: string): string {
  if (/^https?:/.test(origin) && URL.canParse(origin)) return new URL(origin).origin
  throw invalidConfiguration(
    `The origin is ${JSON.stringify(origin)}: give that of the sandbox's home page, such as "https://localhost:8440".`,
  )
}

async function readProblem(response: Response, home: string): Promise<SandboxError> {
  const problem: unknown = await response.json().catch(() => undefined)
  if (!isObject(problem) || typeof problem['detail'] !== 'string') {
    return unreachable(home, `answered with HTTP ${response.status} and no problem details`)
  }
  const code = problem['code'] === 'reveal_off' ? 'reveal_off' : codes.get(response.status)
  return new SandboxError(code ?? 'invalid_configuration', problem['detail'])
}

const codes: ReadonlyMap<number, SandboxErrorCode> = new Map([
  [401, 'control_refused'],
  [403, 'control_refused'],
  [404, 'not_found'],
  [408, 'timed_out'],
])

function unreachable(home: string, what: string, cause?: unknown): SandboxError {
  return new SandboxError(
    'control_unreachable',
    `The sandbox at ${home} ${what}: see whether one runs there, with its control API on${home.startsWith('https:') ? ', and whether this process trusts its certificate (NODE_EXTRA_CA_CERTS)' : ''}.`,
    { cause },
  )
}

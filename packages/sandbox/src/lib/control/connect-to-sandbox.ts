import type { Behavior, BehaviorPreset, BehaviorRows } from '../behavior/behavior.ts'
import { platformFetch } from '../defaults.ts'
import { SandboxError, type SandboxErrorCode } from '../sandbox-error.ts'
import type { SeedUser } from '../seed/seed.ts'
import type { BrowserSession } from '../state/browser-session.ts'
import type { Consent } from '../state/consent.ts'
import { isObject } from '../wire/json-body.ts'
import type { SandboxResources, ListedToken, StartedBrowserSession } from './resources.ts'
import type { Fault, Faults, ListedFault } from '../faults/faults.ts'
import type { ExchangeFilter, Journal } from '../journal/journal.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { SandboxClock } from './clock.ts'
import type { KeptSnapshot, SnapshotsControl } from './snapshots.ts'

/** The same calls, each of which answers later. */
export type Remote<Control> = {
  readonly [Name in keyof Control]: Control[Name] extends (...parameters: infer P) => infer Result
    ? (...parameters: P) => Promise<Awaited<Result>>
    : never
}

/** A sandbox in another process, with the names that `sandbox` has in its own. */
export interface SandboxConnection {
  /** The people who can sign in. */
  readonly users: Remote<SandboxResources['users']>
  /** The organizations and their product profiles. */
  readonly organizations: Remote<SandboxResources['organizations']>
  /** The OAuth credentials. */
  readonly credentials: Remote<SandboxResources['credentials']>
  /** What users have allowed applications. */
  readonly consents: Remote<SandboxResources['consents']>
  /** The browsers in which somebody is signed in at IMS. */
  readonly browserSessions: Remote<SandboxResources['browserSessions']>
  /** Tokens that need no sign-in. */
  readonly tokens: Remote<SandboxResources['tokens']>
  /** The time of the sandbox, to be moved. */
  readonly clock: Remote<SandboxClock>
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
  /** The table of behavior that is in force. */
  behavior(): Promise<Behavior>
  /**
   * Puts rows of behavior in the place of those in force; a preset replaces all that are not given.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming the row and what it takes.
   */
  changeBehavior(rows: BehaviorPreset | BehaviorRows): Promise<void>
  /** What the sandbox remembered at some moments; they stay in its own memory. */
  readonly snapshots: Remote<SnapshotsControl>
  /** Forgets everything since the start, faults and changed behavior too; the clock stays where it is. */
  reset(): Promise<void>
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
 * @throws {@link SandboxError} `invalid_configuration` for an origin that is none; each call may reject with
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
  const call = createCaller(options)
  return {
    ...connectSeed(call),
    ...connectSignIn(call),
    ...connectRun(call),
    journal: connectJournal(call),
  }
}

function connectSeed({
  ask,
  tell,
  remove,
}: Caller): Pick<SandboxConnection, 'users' | 'organizations' | 'credentials'> {
  return {
    users: {
      list: () => ask('GET', 'users'),
      get: async (user) => ask<SeedUser>('GET', `users/${segment(user)}`),
      put: (change) => ask<SeedUser>('POST', 'users', change),
      remove: async (user) => remove(`users/${segment(user)}`),
    },
    organizations: {
      list: () => ask('GET', 'organizations'),
      put: (organization) => tell('POST', 'organizations', organization),
      remove: async (id) => remove(`organizations/${segment(id)}`),
    },
    credentials: {
      list: () => ask('GET', 'credentials'),
      put: (credential) => tell('POST', 'credentials', credential),
      remove: async (clientId) => remove(`credentials/${segment(clientId)}`),
    },
  }
}

function connectSignIn({
  ask,
  tell,
  remove,
}: Caller): Pick<SandboxConnection, 'consents' | 'browserSessions' | 'tokens'> {
  return {
    consents: {
      list: () => ask<readonly Consent[]>('GET', 'consents'),
      grant: (user, clientId, scopes) => tell('POST', 'consents', { user, clientId, scopes }),
      withdraw: async (user, clientId) => {
        const query = new URLSearchParams({ user, clientId }).toString()
        const { withdrawn } = await ask<{ withdrawn: boolean }>('DELETE', `consents?${query}`)
        return withdrawn
      },
    },
    browserSessions: {
      list: () => ask<readonly BrowserSession[]>('GET', 'browser-sessions'),
      start: (user) => ask<StartedBrowserSession>('POST', 'browser-sessions', { user }),
      end: async (id) => remove(`browser-sessions/${segment(id)}`),
    },
    tokens: {
      list: () => ask<readonly ListedToken[]>('GET', 'tokens'),
      end: async (id) => remove(`tokens/${segment(id)}`),
      issue: async (grant) => {
        const { accessToken } = await ask<{ accessToken: string }>('POST', 'tokens', grant)
        return accessToken
      },
      revoke: async (accessToken) => {
        const body = { accessToken }
        const { revoked } = await ask<{ revoked: boolean }>('POST', 'tokens/revoke', body)
        return revoked
      },
    },
  }
}

function connectRun({
  ask,
  tell,
  remove,
}: Caller): Pick<
  SandboxConnection,
  'clock' | 'faults' | 'behavior' | 'changeBehavior' | 'snapshots' | 'reset'
> {
  return {
    clock: {
      now: async () => (await ask<{ now: number }>('GET', 'clock')).now,
      set: (now) => tell('PUT', 'clock', { now }),
      advance: (span) => tell('POST', 'clock/advance', span),
    },
    faults: {
      add: (fault) => ask<ListedFault>('POST', 'faults', fault),
      list: () => ask<readonly ListedFault[]>('GET', 'faults'),
      remove: async (id) => remove(`faults/${segment(id)}`),
      clear: () => tell('DELETE', 'faults'),
    },
    behavior: () => ask<Behavior>('GET', 'behavior'),
    changeBehavior: (rows) =>
      tell('PATCH', 'behavior', typeof rows === 'string' ? { preset: rows } : rows),
    snapshots: {
      list: () => ask<readonly KeptSnapshot[]>('GET', 'snapshots'),
      take: () => ask<KeptSnapshot>('POST', 'snapshots'),
      restore: async (id) => tell('POST', `snapshots/${segment(id)}/restore`),
      remove: async (id) => remove(`snapshots/${segment(id)}`),
    },
    reset: () => tell('POST', 'reset'),
  }
}

function connectJournal({ ask, tell }: Caller): SandboxConnection['journal'] {
  const exchanges = async (filter: ExchangeFilter = {}): Promise<readonly Exchange[]> => {
    const found = await ask<{ exchanges: Exchange[] }>('GET', `journal${queryOf(filter)}`)
    return found.exchanges
  }
  return {
    exchanges,
    last: async (filter) => (await exchanges(filter)).at(-1),
    waitFor: async (filter, { timeoutMs = 5000, signal } = {}) => {
      let leftMs = timeoutMs
      for (;;) {
        const query = queryOf({ ...filter, timeoutMs: Math.min(leftMs, longestWaitMs) })
        leftMs -= longestWaitMs
        try {
          // One wait follows the other.
          // oxlint-disable-next-line no-await-in-loop
          return await ask<Exchange>('GET', `journal/next${query}`, undefined, signal)
        } catch (error) {
          if (leftMs <= 0 || !isTimeout(error)) throw error
        }
      }
    },
    clear: () => tell('DELETE', 'journal'),
  }
}

/** The longest that the control API keeps a request waiting. */
const longestWaitMs = 30_000

function isTimeout(error: unknown): boolean {
  return error instanceof SandboxError && error.code === 'timed_out'
}

function queryOf(parameters: object): string {
  const given = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

/** One part of a path; a URL would lose an empty one, `.` and `..`, and lead elsewhere. */
function segment(name: string): string {
  if (name !== '' && name !== '.' && name !== '..') return encodeURIComponent(name)
  throw new SandboxError(
    'not_found',
    `The sandbox has nothing named ${JSON.stringify(name)}: give an id, or what the lists call it by.`,
  )
}

/** The ways of sending one request to the control API. */
interface Caller {
  /** Gives the JSON of the answer, which is what the control API's description says. */
  readonly ask: <Answer>(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ) => Promise<Answer>
  readonly tell: (method: string, path: string, body?: unknown) => Promise<void>
  /** Whether there was something to remove. */
  readonly remove: (path: string) => Promise<boolean>
}

function createCaller({ origin, token, fetch = platformFetch }: ConnectToSandboxOptions): Caller {
  const home = parseOrigin(origin)
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> => {
    const init: RequestInit = {
      method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }
    try {
      return await fetch(`${home}/control/${path}`, init)
    } catch (cause) {
      if (signal?.aborted === true) throw cause
      throw unreachable(home, 'did not answer', cause)
    }
  }
  return {
    ask: async (method, path, body, signal) => {
      const response = await send(method, path, body, signal)
      if (!response.ok) throw await readProblem(response, home)
      return response.json()
    },
    tell: async (method, path, body) => {
      const response = await send(method, path, body)
      if (!response.ok) throw await readProblem(response, home)
    },
    remove: async (path) => {
      const response = await send('DELETE', path)
      if (response.ok) return true
      const problem = await readProblem(response, home)
      if (problem.code === 'not_found') return false
      throw problem
    },
  }
}

function parseOrigin(origin: string): string {
  if (/^https?:/.test(origin) && URL.canParse(origin)) return new URL(origin).origin
  throw new SandboxError(
    'invalid_configuration',
    `The origin is ${JSON.stringify(origin)}: give that of the sandbox's home page, such as "https://localhost:8440".`,
  )
}

async function readProblem(response: Response, home: string): Promise<SandboxError> {
  const problem: unknown = await response.json().catch(() => undefined)
  if (!isObject(problem) || typeof problem['detail'] !== 'string') {
    return unreachable(home, `answered with HTTP ${response.status} and no problem details`)
  }
  return new SandboxError(codes.get(response.status) ?? 'invalid_configuration', problem['detail'])
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

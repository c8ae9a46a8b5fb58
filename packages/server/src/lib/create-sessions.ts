import { ConfigurationError, type Fetch } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import type { ImsClient } from '@mudbrick/ims'
import { createBearerFetch } from '@mudbrick/oauth'
import type { KeyProvider, Vault } from '@mudbrick/vault'
import { type AppAddress, parseAppAddress } from './app-address.ts'
import { createConsoleReport } from './console-report.ts'
import type { ReportError } from './error-context.ts'
import { createLockedCookieReport } from './locked-cookie-report.ts'
import type { ProxyOptions } from './proxy/proxy-options.ts'
import { createProxy } from './proxy/proxy.ts'
import { createSessionReader, type SessionLimits } from './read-session.ts'
import type { RequestContext } from './request-context.ts'
import { requireWebRequest } from './require-web-request.ts'
import { createRoutes } from './routes/routes.ts'
import { createSignInAttempts } from './routes/sign-in-attempts.ts'
import { createServerEvents, type ServerEvent } from './server-event.ts'
import type { ServerSession, ServerSessionContext } from './server-session.ts'
import { createSessionCookie } from './session-cookie.ts'
import { createSessionKeys } from './session-keys.ts'
import type { SessionReading } from './session-reading.ts'

/** Describes the app whose users sign in, and where their grants are stored. */
export interface CreateSessionsOptions {
  /** The app's credential; the routes are beside its redirect URI. */
  readonly ims: ImsClient<'web-app'>
  /** Stores the grants. */
  readonly vault: Vault
  /** The keys that cookies are sealed with: those of the vault, or others. */
  readonly keys: KeyProvider
  /** The origins that {@link ServerSession.fetch} may send the access token to. None by default. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Recognises, for {@link ServerSession.fetch}, the response to an invalid token. Status 401 by default. */
  readonly isTokenRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined
  /** Calls the APIs. The `fetch` of `ims` by default. */
  readonly fetch?: Fetch | undefined
  /** How long an unused session lives. 8 hours by default. */
  readonly idleTimeoutMs?: number | undefined
  /** How long a session lives in total. 14 days by default, as long as IMS's refresh tokens. */
  readonly absoluteTimeoutMs?: number | undefined
  /**
   * The path of the app as browsers see it, such as `/admin` for an app that shares its origin with
   * others: its start page is there, and `returnTo` stays below it. `/` by default.
   */
  readonly appPath?: string | undefined
  /** Whether a proxy in front removes `appPath` from the requests that arrive here. Off by default. */
  readonly isAppPathStripped?: boolean | undefined
  /**
   * The name of the session's cookie; on https, `__Host-` is put before it. By default `mudbrick-`,
   * the port, and the path of the routes if that is not `/auth`.
   */
  readonly cookieName?: string | undefined
  /**
   * Called with errors that users are told little about, and with the request at which they happened.
   * By default, equal errors are written to the console once in a minute, with their number.
   */
  readonly onError?: ReportError | undefined
  /** Tells an audit trail which request an event belongs to. None by default. */
  readonly requestContext?: RequestContext | undefined
}

/** Signs users in and out, and tells who is signed in. */
export interface Sessions {
  /** The path of the routes as browsers see it: `/auth` for a redirect URI that ends with `/auth/callback`. */
  readonly basePath: string
  /** Tells whether a request is for one of the routes. */
  readonly matches: (request: Request) => boolean
  /** Answers at the routes, and with 404 everywhere else. It never rejects. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Returns the session of a request; `undefined` when no user is signed in.
   *
   * @throws {@link VaultError} when the session is temporarily unavailable; the user stays signed in.
   * @throws {@link ConfigurationError} for a request that is not a web `Request`.
   */
  readonly read: (request: Request) => Promise<ServerSession | undefined>
  /**
   * Creates a function that passes the page's calls on to a service, with the user's access token.
   *
   * @throws {@link ConfigurationError} for options that are invalid or not safe.
   */
  readonly proxy: (options: ProxyOptions) => (request: Request) => Promise<Response>
  /** Calls a listener for each event in this process, until the returned function is called. */
  readonly subscribe: (listener: (event: ServerEvent) => void) => () => void
}

/**
 * Creates the sessions of an app: the routes beside its redirect URI, and what a server needs to act
 * for the users who are signed in. Nothing is sent.
 *
 * The browser has one sealed cookie that names a grant record; tokens never leave the server.
 *
 * @throws {@link ConfigurationError}, naming the option to correct.
 *
 * @example
 * ```ts
 * const keys = createEnvironmentKeyring()
 * const vault = await createVault({ ims, store, keys })
 * const sessions = createSessions({ ims, vault, keys })
 *
 * export async function answer(request: Request): Promise<Response> {
 *   if (sessions.matches(request)) return sessions.fetch(request)
 *   const session = await sessions.read(request)
 *   return new Response(`Hello ${session?.profile?.name ?? 'stranger'}`)
 * }
 * ```
 */
export function createSessions(options: CreateSessionsOptions): Sessions {
  checkOptions('createSessions', options, knownOptions)
  checkParts(options)
  const limits = parseLimits(options)
  const { ims, vault, keys, onError = createConsoleReport(), requestContext } = options
  const { allowedOrigins = [], isTokenRejected, fetch = ims.fetch } = options
  const address = parseAppAddress(ims.redirectUri, options)
  const { origin, basePath } = address
  const { clock } = ims

  const sessionContext: ServerSessionContext = { vault, allowedOrigins, isTokenRejected, fetch }
  checkOrigins(sessionContext)
  const audience = `${ims.clientId} ${origin}`
  const onLocked = createLockedCookieReport(clock, onError)
  const { emit, subscribe } = createServerEvents(clock)
  const sessionKeys = createSessionKeys({ keys, vault, clock, onError })
  const cookie = createSessionCookie({
    address,
    keys,
    audience,
    onLocked,
    onOpened: (keyId) => emit({ type: 'cookie-opened', keyId }),
    onSealed: (keyId, maxAgeMs) => sessionKeys.noteUse(keyId, clock.now() + maxAgeMs),
  })
  const attempts = createSignInAttempts({ ims, address, keys, audience, onLocked })
  const readSession = createSessionReader({
    sessionContext,
    cookie,
    keys: sessionKeys,
    limits,
    clock,
    onError,
  })
  const reporting = { emit, onError, requestContext }
  const paths = Object.values(address.arrivingPaths)

  return Object.freeze({
    basePath,
    matches: (request) => {
      requireWebRequest('matches()', request)
      return paths.includes(new URL(request.url).pathname)
    },
    fetch: createRoutes({
      ims,
      vault,
      address,
      limits,
      attempts,
      cookie,
      readSession,
      ...reporting,
    }),
    read: async (request) => {
      requireWebRequest('read()', request)
      const read = (): Promise<SessionReading> => readSession(request)
      const { session } = await (requestContext ? requestContext.run(request, read) : read())
      return session
    },
    proxy: (proxyOptions) => {
      const proxy = createProxy({ origin, readSession, fetch, clock, ...reporting }, proxyOptions)
      requireOtherPath(proxyOptions.path, address)
      return proxy
    },
    subscribe,
  } satisfies Sessions)
}

const knownOptions: Readonly<Record<keyof CreateSessionsOptions, true>> = {
  ims: true,
  vault: true,
  keys: true,
  allowedOrigins: true,
  isTokenRejected: true,
  fetch: true,
  idleTimeoutMs: true,
  absoluteTimeoutMs: true,
  appPath: true,
  isAppPathStripped: true,
  cookieName: true,
  onError: true,
  requestContext: true,
}

/** Scripts without types call it too. */
function checkParts({ ims, vault, keys }: Partial<CreateSessionsOptions>): void {
  const missing = [
    ims?.credential !== 'web-app' &&
      "ims is not the client of a web-app credential: give createImsClient({ credential: 'web-app', … })",
    typeof vault?.getAccessToken !== 'function' &&
      'vault is not a vault: give await createVault(…)',
    typeof keys?.current !== 'function' &&
      'keys is not a key provider: give that of the vault, such as createEnvironmentKeyring()',
  ].find((message) => message !== false)
  if (missing === undefined) return
  const [option = ''] = missing.split(' ')
  throw new ConfigurationError('invalid_option', option, `${missing}.`)
}

function parseLimits({
  idleTimeoutMs = 8 * 3_600_000,
  absoluteTimeoutMs = 14 * 24 * 3_600_000,
}: CreateSessionsOptions): SessionLimits {
  for (const [option, value] of Object.entries({ idleTimeoutMs, absoluteTimeoutMs })) {
    if (Number.isFinite(value) && value > 0) continue
    throw new ConfigurationError(
      'invalid_option',
      option,
      `${option} is ${String(value)}: give a number of milliseconds, such as ${8 * 3_600_000} for 8 hours.`,
    )
  }
  return { idleTimeoutMs, absoluteTimeoutMs }
}

/** Sessions create theirs when it is used; a mistake has to show when the server starts. */
function checkOrigins(context: ServerSessionContext): void {
  createBearerFetch({ ...context, getAccessToken: () => '' })
}

/** Otherwise the routes or the proxy would never get a request. */
function requireOtherPath(path: string, { arrivingPaths, basePath }: AppAddress): void {
  if (!Object.values(arrivingPaths).some((route) => `${route}/`.startsWith(`${path}/`))) return
  throw new ConfigurationError(
    'invalid_option',
    'path',
    `path is ${path}, where the routes of the sign-in are: give one that is not under ${basePath}/, such as /commerce.`,
  )
}

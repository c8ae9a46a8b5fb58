import { checkOptions, ConfigurationError, type Fetch } from '@mudbrick/http'
import type { ImsClient } from '@mudbrick/ims'
import { createBearerFetch } from '@mudbrick/oauth'
import type { KeyProvider, Vault } from '@mudbrick/vault'
import { type AppAddress, parseAppAddress } from './app-address.ts'
import { reportOnConsole } from './defaults.ts'
import { createLockedCookieReport } from './locked-cookie-report.ts'
import type { ProxyOptions } from './proxy/proxy-options.ts'
import { createProxy } from './proxy/proxy.ts'
import { createSessionReader, type SessionLimits } from './read-session.ts'
import { requireWebRequest } from './require-web-request.ts'
import { createRoutes } from './routes/routes.ts'
import type { ServerSession, ServerSessionContext } from './server-session.ts'
import { createSessionCookie } from './session-cookie.ts'
import { createSignInAttempts } from './routes/sign-in-attempts.ts'

/** Says who signs in where, and where the grants are kept. */
export interface CreateSessionsOptions {
  /** The app's credential; the routes are beside its redirect URI. */
  readonly ims: ImsClient<'web-app'>
  /** Keeps the grants. */
  readonly vault: Vault
  /** The keys that cookies are sealed with: those of the vault, or others. */
  readonly keys: KeyProvider
  /** The origins that {@link ServerSession.fetch} may send the access token to; none unless told. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Recognises, for {@link ServerSession.fetch}, the answer to a token that is no good; status 401 unless told. */
  readonly isTokenRejected?: ((response: Response) => boolean | Promise<boolean>) | undefined
  /** Calls the APIs; what calls IMS unless told. */
  readonly fetch?: Fetch | undefined
  /** How long a session lives on without being used; 8 hours, a working day, unless told. */
  readonly idleTimeoutMs?: number | undefined
  /** How long a session lives in all; 14 days, as long as IMS's refresh tokens, unless told. */
  readonly absoluteTimeoutMs?: number | undefined
  /** Is told what went wrong, where users are told little; the console unless told. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Signs users in and out, and says who is signed in. */
export interface Sessions {
  /** The path that the routes are under: `/auth` for a redirect URI that ends with `/auth/callback`. */
  readonly basePath: string
  /** Tells whether a request is for one of the routes. */
  readonly matches: (request: Request) => boolean
  /** Answers at the routes, and with 404 everywhere else. It never rejects. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Finds out who is signed in; `undefined` when nobody is.
   *
   * @throws {@link VaultError} when that cannot be found out now; nobody is signed out by it.
   * @throws {@link ConfigurationError} for the request of a framework, which is none of the web.
   */
  readonly read: (request: Request) => Promise<ServerSession | undefined>
  /**
   * Creates a function that passes the page's calls on to a service, with the user's access token.
   *
   * @throws {@link ConfigurationError} for options that are none, or not safe.
   */
  readonly proxy: (options: ProxyOptions) => (request: Request) => Promise<Response>
}

/**
 * Creates the sessions of an app: the routes beside its redirect URI, and what a server needs to act
 * for the users who are signed in. Nothing is sent.
 *
 * A browser holds one sealed cookie that names a grant record; tokens never leave the server.
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
  const { ims, vault, keys, onError = reportOnConsole } = options
  const { allowedOrigins = [], isTokenRejected, fetch = ims.fetch } = options
  const address = parseAppAddress(ims.redirectUri)
  const { origin, basePath } = address
  const { clock } = ims

  const sessionContext: ServerSessionContext = { vault, allowedOrigins, isTokenRejected, fetch }
  checkOrigins(sessionContext)
  const audience = `${ims.clientId} ${origin}`
  const onLocked = createLockedCookieReport(clock, onError)
  const cookie = createSessionCookie(address, keys, audience, onLocked)
  const attempts = createSignInAttempts(address, keys, audience, onLocked)
  const readSession = createSessionReader({ sessionContext, cookie, limits, clock, onError })
  const paths = Object.values(address.paths)

  return Object.freeze({
    basePath,
    matches: (request) => {
      requireWebRequest('matches()', request)
      return paths.includes(new URL(request.url).pathname)
    },
    fetch: createRoutes({ ims, vault, address, limits, attempts, cookie, readSession, onError }),
    read: async (request) => {
      requireWebRequest('read()', request)
      return (await readSession(request)).session
    },
    proxy: (proxyOptions) => {
      const proxy = createProxy({ origin, readSession, fetch, clock, onError }, proxyOptions)
      requireRoom(proxyOptions.path, address)
      return proxy
    },
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
  onError: true,
}

/** Scripts call it too, whatever the types promise. */
function checkParts({ ims, vault, keys }: Partial<CreateSessionsOptions>): void {
  const missing = [
    ims?.credential !== 'web-app' &&
      "ims is no client of a web-app credential: give createImsClient({ credential: 'web-app', … })",
    typeof vault?.getAccessToken !== 'function' && 'vault is no vault: give await createVault(…)',
    typeof keys?.current !== 'function' &&
      'keys is no key provider: give that of the vault, such as createEnvironmentKeyring()',
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

/** Sessions make theirs when it is used; whoever starts a server wants to know before. */
function checkOrigins(context: ServerSessionContext): void {
  createBearerFetch({ ...context, getAccessToken: () => '' })
}

/** One of the two would never be asked. */
function requireRoom(path: string, { paths, basePath }: AppAddress): void {
  if (!Object.values(paths).some((route) => `${route}/`.startsWith(`${path}/`))) return
  throw new ConfigurationError(
    'invalid_option',
    'path',
    `path is ${path}, where the routes of the sign-in are: give one that is not under ${basePath}/, such as /commerce.`,
  )
}

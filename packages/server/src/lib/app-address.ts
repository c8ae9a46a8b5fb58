import { ConfigurationError } from '@mudbrick/http'
import { parseSecureUrl } from '@mudbrick/http/internal'

/** The address of an app, as its redirect URI and its options tell. */
export interface AppAddress {
  /** The origin that browsers see, whatever stands between them and this process. */
  readonly origin: string
  /** Whether it is reached by https. */
  readonly isSecure: boolean
  /** The path of the app's start page as browsers see it, with a slash at the end. */
  readonly home: string
  /** The path that the routes are under as browsers see it, without a slash at the end. */
  readonly basePath: string
  /** The paths of the routes as browsers see them: for links, redirects and `returnTo`. */
  readonly paths: RoutePaths
  /** The paths of the routes in the requests that arrive here. */
  readonly arrivingPaths: RoutePaths
  /** The name of the session's cookie, with which the names of all others begin. */
  readonly cookieName: string
}

/** The paths of the routes. */
export interface RoutePaths {
  /** Begins a sign-in. */
  readonly signIn: string
  /** The redirect URI's: finishes a sign-in. */
  readonly callback: string
  /** Ends a session. */
  readonly signOut: string
  /** Tells who is signed in. */
  readonly session: string
}

/** Describes an app that shares its origin with others, or is behind a proxy that changes paths. */
export interface AppAddressOptions {
  /** The path of the app as browsers see it. */
  readonly appPath?: string | undefined
  /** Whether a proxy in front removes that path. */
  readonly isAppPathStripped?: boolean | undefined
  /** The name of the session's cookie, without prefix. */
  readonly cookieName?: string | undefined
}

/**
 * Reads the address of an app. Nothing of it is taken from requests, whose host and scheme are those
 * of the last proxy.
 *
 * @throws {@link ConfigurationError} when the routes cannot be beside the redirect URI, or an option
 *   contradicts it.
 */
export function parseAppAddress(redirectUri: string, options: AppAddressOptions = {}): AppAddress {
  const { origin, pathname, port, protocol } = parseSecureUrl(redirectUri, 'redirectUri', {
    invalid: 'invalid_redirect_uri',
    insecure: 'insecure_redirect_uri',
  })
  const isSecure = protocol === 'https:'
  const appPath = parseAppPath(options.appPath, origin, pathname)
  const strippedPath = parseStrippedPath(options, appPath)
  const basePath = pathname.slice(0, pathname.lastIndexOf('/'))
  const effectivePort = port || (isSecure ? '443' : '80')
  const name = parseCookieName(options.cookieName) ?? createCookieName(effectivePort, basePath)
  return {
    origin,
    isSecure,
    home: `${appPath}/`,
    basePath,
    paths: createPaths(basePath, pathname),
    arrivingPaths: createPaths(
      basePath.slice(strippedPath.length),
      pathname.slice(strippedPath.length),
    ),
    // The prefix makes browsers insist on Secure and Path=/, and refuse a Domain: no other host can set it.
    cookieName: `${isSecure ? '__Host-' : ''}${name}`,
  }
}

/** Without a slash at the end: empty for an app at the top of its origin. */
function parseAppPath(given: string = '/', origin: string, callback: string): string {
  const isPath = /^(\/[^/]+)*\/?$/.test(given) && new URL(given, origin).pathname === given
  if (!isPath) {
    throw createOptionError(
      'appPath',
      `appPath is ${JSON.stringify(given)}, which is not a path: give the one of the app as browsers see it, such as /admin.`,
    )
  }
  const path = given.replace(/\/$/, '')
  if (callback.startsWith(`${path}/`)) return path
  throw createOptionError(
    'appPath',
    `appPath is ${path}, but the path of redirectUri is ${callback}: give a redirect URI in the app, such as ${origin}${path}/auth/callback, or correct appPath.`,
  )
}

function parseStrippedPath({ isAppPathStripped }: AppAddressOptions, appPath: string): string {
  if (isAppPathStripped !== true) return ''
  if (appPath !== '') return appPath
  throw createOptionError(
    'isAppPathStripped',
    'isAppPathStripped is true without an appPath: give the path that the proxy in front removes, such as /admin.',
  )
}

// All cookies of an app together have a limit.
const maxNameLength = 64

/**
 * Cookies ignore ports, so the port is in the name; and two apps of one origin, whose routes have
 * different paths, have different cookies.
 */
function createCookieName(port: string, basePath: string): string {
  const suffix = basePath === '/auth' ? '' : basePath || '/'
  const path = suffix.replaceAll('/', '~').replaceAll(/[^\w~-]/g, '-')
  return `mudbrick-${port}${path}`.slice(0, maxNameLength)
}

/** A dot ends it in the names of the other cookies, so that no app takes a cookie of another for its own. */
function parseCookieName(name: string | undefined): string | undefined {
  if (name === undefined || /^(?!__)[\w-]{1,64}$/.test(name)) return name
  throw createOptionError(
    'cookieName',
    `cookieName is ${JSON.stringify(name)}: give up to 64 letters, digits, hyphens and underscores, without the prefix __Host-, which is added on https.`,
  )
}

function createPaths(basePath: string, callback: string): RoutePaths {
  const signIn = `${basePath}/sign-in`
  const signOut = `${basePath}/sign-out`
  const session = `${basePath}/session`
  if (![signIn, signOut, session, `${basePath}/`].includes(callback)) {
    return { signIn, callback, signOut, session }
  }
  throw new ConfigurationError(
    'invalid_redirect_uri',
    'redirectUri',
    `redirectUri has the path ${callback}, which is that of another route or of none: give it a name of its own, such as /auth/callback, and register that.`,
  )
}

function createOptionError(option: string, message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', option, message)
}

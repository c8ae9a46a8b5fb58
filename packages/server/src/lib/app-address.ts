import { ConfigurationError, parseSecureUrl } from '@mudbrick/http'

/** Where an app is found, as its redirect URI tells. */
export interface AppAddress {
  /** The origin that browsers see, whatever stands between them and this process. */
  readonly origin: string
  /** Whether it is reached by https. */
  readonly isSecure: boolean
  /** The path that the routes are under, without a slash at the end. */
  readonly basePath: string
  /** The paths of the routes. */
  readonly paths: RoutePaths
  /** Begins the name of every cookie; cookies ignore ports, so the port is in it. */
  readonly cookieName: string
}

/** The paths of the routes. */
export interface RoutePaths {
  /** Begins a sign-in. */
  readonly signIn: string
  /** Is the redirect URI's: where a sign-in comes back. */
  readonly callback: string
  /** Ends a session. */
  readonly signOut: string
  /** Says who is signed in. */
  readonly session: string
}

/**
 * Reads from a redirect URI where an app is found. Nothing of it is taken from requests, whose host
 * and scheme are those of whatever proxy came last.
 *
 * @throws {@link ConfigurationError} when there is no room beside the redirect URI.
 */
export function parseAppAddress(redirectUri: string): AppAddress {
  const { origin, pathname, port, protocol } = parseSecureUrl(redirectUri, 'redirectUri', {
    invalid: 'invalid_redirect_uri',
    insecure: 'insecure_redirect_uri',
  })
  const isSecure = protocol === 'https:'
  const basePath = pathname.slice(0, pathname.lastIndexOf('/'))
  return {
    origin,
    isSecure,
    basePath,
    paths: arrangePaths(basePath, pathname),
    // The prefix makes browsers insist on Secure and Path=/, and refuse a Domain: no neighbour can set it.
    cookieName: `${isSecure ? '__Host-' : ''}mudbrick-${port || (isSecure ? 443 : 80)}`,
  }
}

function arrangePaths(basePath: string, callback: string): RoutePaths {
  const signIn = `${basePath}/sign-in`
  const signOut = `${basePath}/sign-out`
  const session = `${basePath}/session`
  if (![signIn, signOut, session, `${basePath}/`].includes(callback)) {
    return { signIn, callback, signOut, session }
  }
  throw new ConfigurationError(
    'invalid_redirect_uri',
    'redirectUri',
    `redirectUri has the path ${callback}, which leaves no room for the routes beside it: give it a name of its own, such as /auth/callback, and register that.`,
  )
}

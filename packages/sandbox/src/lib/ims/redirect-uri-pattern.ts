import type { Behavior } from '../behavior/behavior.ts'
import { isUserCredential, type Credential, type UserCredential } from '../state/credential.ts'
import { isLoopback } from '../wire/loopback.ts'
import { compileRedirectUriPattern } from '../wire/regular-expression.ts'

/** Where the answer to an authorization request goes. */
export interface ResolvedRedirectUri {
  /** The address, a fragment that the client had put there included. */
  readonly uri: string
  /** Whether the requested address matched nothing, so that this is the credential's default. */
  readonly isDefault: boolean
}

/**
 * Patterns first, then the default redirect URI: IMS never tells the client which it was.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation
 */
export function resolveRedirectUri(
  credential: UserCredential,
  requested: string | undefined,
  behavior: Pick<Behavior, 'nativeLoopback'>,
): ResolvedRedirectUri {
  if (requested !== undefined && isRegistered(credential, requested, behavior)) {
    return { uri: requested, isDefault: false }
  }
  return { uri: credential.defaultRedirectUri, isDefault: true }
}

/**
 * Whether an address is the default redirect URI or matches a pattern, whole and without its fragment.
 *
 * An address that a browser would read differently from how it is written (another case, `\`, a user
 * before `@`, dot segments) matches nothing, whatever the pattern says.
 */
export function isRegistered(
  credential: UserCredential,
  uri: string,
  { nativeLoopback }: Pick<Behavior, 'nativeLoopback'>,
): boolean {
  const [address = ''] = uri.split('#', 1)
  if (!isWrittenAsRead(address)) return false
  if (nativeLoopback === 'refuse' && isLoopbackOfNative(credential, address)) return false
  return address === credential.defaultRedirectUri || matchesPattern(credential, uri)
}

/** Whether a pattern of the credential matches an address, whole and without its fragment. */
export function matchesPattern(credential: UserCredential, uri: string): boolean {
  const [address = ''] = uri.split('#', 1)
  return credential.redirectUriPatterns.some((pattern) =>
    compileRedirectUriPattern(pattern, `Credential ${credential.clientId}`).matches(address),
  )
}

/** Reported of IMS: a native app is answered at its own scheme only. */
export function isLoopbackOfNative({ type }: UserCredential, uri: string): boolean {
  return type === 'native-app' && isLoopback(URL.parse(uri)?.hostname ?? '')
}

/** Whether a browser reads an address, without its fragment, as it is written. */
export function isWrittenAsRead(uri: string): boolean {
  const [address = ''] = uri.split('#', 1)
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return false
  // `https://host` is read as `https://host/`: nothing is hidden in that.
  return url.href === address || url.href === `${address}/`
}

/** The origins of a credential's redirect URIs: from these its browser code may call IMS. */
export function registeredOrigins(credential: Credential): ReadonlySet<string> {
  if (!isUserCredential(credential)) return new Set()
  const patterns = credential.redirectUriPatterns.map(literalOrigin)
  const origins = [originOf(credential.defaultRedirectUri), ...patterns]
  return new Set(origins.filter((origin) => origin !== undefined))
}

/** A pattern may be a wildcard in its path only, so what stands before the path is plain text. */
function literalOrigin(pattern: string): string | undefined {
  const [, start] = /^\^?(https?:\/\/[^/]+)/.exec(pattern) ?? []
  return start === undefined ? undefined : originOf(start.replaceAll('\\', ''))
}

function originOf(address: string): string | undefined {
  const origin = URL.parse(address)?.origin
  // An address of an application's own scheme belongs to no page.
  return origin === 'null' ? undefined : origin
}

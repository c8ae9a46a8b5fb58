import type { Credential } from './configuration.ts'

/** Tells whether a pattern matches the whole of this address. */
export function matchesPattern(uri: string, credential: Credential): boolean {
  return credential.patterns.some((pattern) => pattern.matches(withoutFragment(uri)))
}

/** Tells whether this is the address that IMS takes when no pattern matches. */
export function isDefault(uri: string, credential: Credential): boolean {
  return withoutFragment(uri) === credential.defaultRedirectUri
}

/** Tells whether IMS sends the user to this address, by pattern or by default. */
export function isRegistered(uri: string, credential: Credential): boolean {
  return isDefault(uri, credential) || matchesPattern(uri, credential)
}

/** Tells whether the address is absolute and written as browsers write it. */
export function isPlainUri(uri: string): boolean {
  const url = URL.parse(uri)
  if (url === null || !/^[^:]+:\/\//.test(uri) || url.username !== '' || url.password !== '')
    return false
  return url.href === uri || (url.pathname === '/' && url.href === uri.replace(/(?=[?#]|$)/, '/'))
}

/** Tells whether the address leads to this computer. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(?:\.\d+){3}$/.test(hostname)
  )
}

/** The same address by the other of the two names that this computer goes by. */
export function swapLoopbackName(uri: string): string | undefined {
  if (/^https?:\/\/localhost(?=[:/?#]|$)/.test(uri)) return uri.replace('localhost', '127.0.0.1')
  if (/^https?:\/\/127\.0\.0\.1(?=[:/?#]|$)/.test(uri)) return uri.replace('127.0.0.1', 'localhost')
  return undefined
}

/** Adobe's own library adds a fragment to the address that is registered. */
function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, '')
}

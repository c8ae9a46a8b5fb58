import { parseCookie, stringifySetCookie } from 'cookie'
import type { AppAddress } from './app-address.ts'

/** The cookies of a request, by name. */
export type RequestCookies = Readonly<Record<string, string | undefined>>

/** Reads the cookies of a request; of two with the same name, the first. */
export function readCookies({ headers }: Request): RequestCookies {
  return parseCookie(headers.get('cookie') ?? '')
}

/** Writes a `Set-Cookie` for this app alone: not for scripts, other hosts or calls from other sites. */
export function writeCookie(
  { isSecure }: Pick<AppAddress, 'isSecure'>,
  name: string,
  value: string,
  maxAgeMs: number,
): string {
  return stringifySetCookie({
    name,
    value,
    maxAge: Math.max(0, Math.ceil(maxAgeMs / 1_000)),
    path: '/',
    httpOnly: true,
    secure: isSecure,
    // Not `strict`: the return from IMS is a navigation from another site.
    sameSite: 'lax',
  })
}

/** Writes a `Set-Cookie` that removes a cookie. */
export function clearCookie(address: Pick<AppAddress, 'isSecure'>, name: string): string {
  return writeCookie(address, name, '', 0)
}

// nginx takes a response header of 4 KiB by default, with all fields in it.
const maxSetCookieBytes = 3_400

/** Returns the first of several `Set-Cookie` that fit together into one response. */
export function limitSetCookies(setCookies: readonly string[]): readonly string[] {
  let bytes = 0
  return setCookies.filter((setCookie) => {
    bytes += `set-cookie: ${setCookie}\r\n`.length
    return bytes <= maxSetCookieBytes
  })
}

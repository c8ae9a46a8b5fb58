import { parseCookie, stringifySetCookie } from 'cookie'
import type { AppAddress } from './app-address.ts'

/** The cookies of a request, by name. */
export type RequestCookies = Readonly<Record<string, string | undefined>>

/** Reads the cookies that came with a request. */
export function readCookies({ headers }: Request): RequestCookies {
  return parseCookie(headers.get('cookie') ?? '')
}

/** Writes a `Set-Cookie` for this app alone: for no script, no other host, no call from another site. */
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
    // Not `strict`: coming back from IMS is coming from another site.
    sameSite: 'lax',
  })
}

/** Writes a `Set-Cookie` that takes a cookie away. */
export function clearCookie(address: Pick<AppAddress, 'isSecure'>, name: string): string {
  return writeCookie(address, name, '', 0)
}

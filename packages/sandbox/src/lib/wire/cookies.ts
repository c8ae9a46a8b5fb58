import { parse, serialize } from 'cookie'

/** A cookie that the sandbox sets. It is always `HttpOnly`. */
export interface CookieRule {
  readonly name: string
  /** `none` lets the cookie travel from another site, as a browser session at IMS must. */
  readonly sameSite: 'none' | 'lax' | 'strict'
  /** The paths that it is sent to; the whole origin by default. */
  readonly path?: string
}

/**
 * The cookie's name at this origin: ports share cookies, so the name carries the port. A browser takes both prefixes
 * over HTTPS only, and `__Host-` for the whole origin only.
 */
export function cookieName({ name, path }: CookieRule, origin: string): string {
  const { port, protocol } = new URL(origin)
  const atPort = port === '' ? name : `${name}-${port}`
  if (protocol !== 'https:') return atPort
  return path === undefined ? `__Host-${atPort}` : `__Secure-${atPort}`
}

export function readCookie(request: Request, rule: CookieRule, origin: string): string | undefined {
  return parse(request.headers.get('cookie') ?? '')[cookieName(rule, origin)]
}

/** A `Set-Cookie` value; without a value it deletes the cookie. */
export function createCookie(rule: CookieRule, origin: string, value: string | undefined): string {
  const secure = new URL(origin).protocol === 'https:'
  return serialize(cookieName(rule, origin), value ?? '', {
    path: rule.path ?? '/',
    httpOnly: true,
    secure,
    // A browser refuses `SameSite=None` without `Secure`.
    sameSite: rule.sameSite === 'none' && !secure ? 'lax' : rule.sameSite,
    ...(value === undefined ? { maxAge: 0 } : {}),
  })
}

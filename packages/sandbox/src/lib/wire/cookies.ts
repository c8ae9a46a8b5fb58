import { parse, serialize } from 'cookie'

/** A cookie that the sandbox sets. It is always `HttpOnly` and for the whole origin. */
export interface CookieRule {
  readonly name: string
  /** `none` lets the cookie travel from another site, as a browser session at IMS must. */
  readonly sameSite: 'none' | 'lax' | 'strict'
}

/** The cookie's name at this origin: ports share cookies, so the name carries the port. */
export function cookieName(rule: CookieRule, origin: string): string {
  const { port, protocol } = new URL(origin)
  const name = port === '' ? rule.name : `${rule.name}-${port}`
  return protocol === 'https:' ? `__Host-${name}` : name
}

export function readCookie(request: Request, rule: CookieRule, origin: string): string | undefined {
  return parse(request.headers.get('cookie') ?? '')[cookieName(rule, origin)]
}

/** A `Set-Cookie` value; without a value it deletes the cookie. */
export function createCookie(rule: CookieRule, origin: string, value: string | undefined): string {
  const secure = new URL(origin).protocol === 'https:'
  return serialize(cookieName(rule, origin), value ?? '', {
    path: '/',
    httpOnly: true,
    secure,
    // A browser refuses `SameSite=None` without `Secure`.
    sameSite: rule.sameSite === 'none' && !secure ? 'lax' : rule.sameSite,
    ...(value === undefined ? { maxAge: 0 } : {}),
  })
}

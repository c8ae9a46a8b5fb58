import { limitSetCookies } from '../cookie-jar.ts'

/**
 * Redirects the browser, which then sends a `GET`.
 *
 * @param setCookies - the most important first
 */
export function redirectTo(target: URL | string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ location: String(target) })
  for (const setCookie of limitSetCookies(setCookies)) headers.append('set-cookie', setCookie)
  return new Response(null, { status: 303, headers })
}

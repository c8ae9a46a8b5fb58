import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { parseUrl } from '@mudbrick/http/internal'

/**
 * Checks that a path to come back to stays within an origin, and gives it in its normal form.
 *
 * It often comes from a query that anybody can write, and goes to a router or to `location`: whatever
 * a browser could take for another origin is refused.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function parseReturnTo(returnTo: string, origin: string, option = 'returnTo'): string {
  const url = returnTo.startsWith('/') ? parseUrl(returnTo, origin) : undefined
  // Judged in its normal form: '/..//evil.example' is of this origin, and turns into another there.
  if (url?.origin === origin && !url.pathname.startsWith('//')) {
    return url.pathname + url.search + url.hash
  }
  throw new ConfigurationError(
    'invalid_option',
    option,
    explains &&
      `${option} is not a path within this origin: start it with a single slash, such as /models?page=2.`,
  )
}

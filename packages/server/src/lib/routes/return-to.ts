import type { AppAddress } from '../app-address.ts'

// It travels in a cookie, which browsers drop when it is too long.
const maxLength = 1_000

/**
 * Takes a path to come back to, in its normal form. It stands in a query that anybody can write:
 * whatever a browser could take for another origin becomes `/`, and so does what would lead into
 * signing in again.
 */
export function parseReturnTo(
  returnTo: string | null | undefined,
  { origin, paths }: Pick<AppAddress, 'origin' | 'paths'>,
): string {
  if (!returnTo?.startsWith('/') || !URL.canParse(returnTo, origin)) return '/'
  const url = new URL(returnTo, origin)
  // Judged in its normal form: '/..//evil.example' is of this origin, and turns into another there.
  if (url.origin !== origin || url.pathname.startsWith('//')) return '/'
  if (Object.values(paths).includes(url.pathname)) return '/'
  const path = url.pathname + url.search + url.hash
  return path.length > maxLength ? '/' : path
}

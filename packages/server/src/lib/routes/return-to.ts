import type { AppAddress } from '../app-address.ts'

// It is kept in a cookie, and browsers and proxies limit those.
const maxLength = 700

/**
 * Returns a path to come back to, in its normal form. It comes from a query that anyone can write: a
 * value that a browser could take for another origin, that is outside the app, or that would begin a
 * sign-in again becomes the app's start page. One that is too long loses its fragment, then its query;
 * if that is not enough, it becomes the start page too.
 */
export function parseReturnTo(
  returnTo: string | null | undefined,
  { origin, home, paths }: Pick<AppAddress, 'origin' | 'home' | 'paths'>,
): string {
  if (!returnTo?.startsWith('/') || !URL.canParse(returnTo, origin)) return home
  const url = new URL(returnTo, origin)
  const { pathname, search, hash } = url
  // Judged in its normal form: '/..//evil.example' is of this origin, and turns into another there.
  if (url.origin !== origin || pathname.startsWith('//')) return home
  if (!`${pathname}/`.startsWith(home)) return home
  if (Object.values(paths).includes(pathname)) return home
  const forms = [pathname + search + hash, pathname + search, pathname]
  return forms.find(({ length }) => length <= maxLength) ?? home
}

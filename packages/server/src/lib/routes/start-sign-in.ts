import { startAuthorization } from '@mudbrick/ims'
import { redirectTo } from './redirect.ts'
import { parseReturnTo } from './return-to.ts'
import type { RoutesContext } from './routes-context.ts'

/** `GET …/sign-in?returnTo=&prompt=login&locale=`: redirects the user to IMS. */
export async function startSignIn(
  { ims, address, attempts, emit }: RoutesContext,
  request: Request,
): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const { url, transaction } = await startAuthorization(ims, {
    prompt: searchParams.get('prompt') === 'login' ? 'login' : undefined,
    locale: parseLocale(searchParams.get('locale')),
  })
  const returnTo = parseReturnTo(searchParams.get('returnTo'), address)
  const setCookies = await attempts.start(request, { transaction, returnTo })
  emit({ type: 'sign-in', outcome: 'started' })
  return redirectTo(url, setCookies)
}

/** Anyone can write the query: a value that is not a language tag is left out. */
function parseLocale(locale: string | null): string | undefined {
  return locale !== null && /^[A-Za-z]{2,8}([-_][A-Za-z\d]{1,8}){0,3}$/.test(locale)
    ? locale
    : undefined
}

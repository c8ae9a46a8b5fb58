import { startAuthorization } from '@mudbrick/ims'
import { redirectTo } from './redirect.ts'
import { parseReturnTo } from './return-to.ts'
import type { RoutesContext } from './routes-context.ts'

/** `GET …/sign-in?returnTo=&prompt=login&locale=`: sends the user to IMS. */
export async function startSignIn(
  { ims, address, attempts }: RoutesContext,
  request: Request,
): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const { url, transaction } = await startAuthorization(ims, {
    prompt: searchParams.get('prompt') === 'login' ? 'login' : undefined,
    locale: parseLocale(searchParams.get('locale')),
  })
  const returnTo = parseReturnTo(searchParams.get('returnTo'), address)
  return redirectTo(url, await attempts.keep(request, { transaction, returnTo }))
}

/** Anybody can write the query: what is no language tag is left out. */
function parseLocale(locale: string | null): string | undefined {
  return locale !== null && /^[A-Za-z]{2,8}([-_][A-Za-z\d]{1,8}){0,3}$/.test(locale)
    ? locale
    : undefined
}

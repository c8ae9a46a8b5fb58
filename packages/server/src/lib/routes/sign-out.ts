import { createLogoutUrl } from '@mudbrick/ims'
import { createFailurePage } from './failure-page.ts'
import { hasStaticHeader, isForeign, isOfScript, ownRequestProblems } from '../own-request.ts'
import { createProblemResponse } from '../problem-response.ts'
import { redirectTo } from './redirect.ts'
import { parseReturnTo } from './return-to.ts'
import type { RoutesContext } from './routes-context.ts'

/**
 * `POST …/sign-out?returnTo=`: revokes the grant and clears the cookie. A form is sent on to IMS, which
 * ends its own session and leads back; a script, which has the static header, is told that address.
 */
export async function signOut(context: RoutesContext, request: Request): Promise<Response> {
  const { ims, vault, address, cookie } = context
  if (!isFromThisApp(request, address.origin)) return refuse(context, request)
  if (isOfScript(request) && !hasStaticHeader(request)) return refuseScript()

  const ticket = await cookie.read(request)
  if (ticket !== undefined && ticket !== 'unusable') await vault.revoke(ticket.grantId)

  const returnTo = parseReturnTo(new URL(request.url).searchParams.get('returnTo'), address)
  const logoutUrl = createLogoutUrl(ims, { redirectUri: address.origin + returnTo })
  if (!hasStaticHeader(request)) return redirectTo(logoutUrl, [cookie.clear()])
  return Response.json({ logoutUrl }, { headers: { 'set-cookie': cookie.clear() } })
}

/** Tells whether a page of this app has sent a request; a program says so by the static header. */
function isFromThisApp(request: Request, ownOrigin: string): boolean {
  const { headers } = request
  const isOfBrowser = headers.has('sec-fetch-site') || headers.has('origin')
  return isOfBrowser ? !isForeign(request, ownOrigin) : hasStaticHeader(request)
}

function refuse({ address }: RoutesContext, request: Request): Response {
  if (hasStaticHeader(request) || isOfScript(request)) {
    const detail = 'Only a page of this app can sign its user out.'
    return createProblemResponse({ status: 403, code: 'foreign_request', detail })
  }
  return createFailurePage({
    status: 403,
    title: 'Nobody was signed out',
    sentence: 'Another site has tried to sign you out.',
    href: `${address.origin}/`,
    link: 'Go to the app',
  })
}

/** It would be led to IMS's pages, which no script of this app can read. */
function refuseScript(): Response {
  const { status, detail } = ownRequestProblems.static_header_missing
  return createProblemResponse({ status, code: 'static_header_missing', detail })
}

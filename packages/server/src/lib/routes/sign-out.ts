import { createLogoutUrl } from '@mudbrick/ims'
import { csrfProblems, hasCsrfHeader, isFromOtherOrigin, isFromScript } from '../csrf.ts'
import { createProblemResponse } from '../problem-response.ts'
import { createFailurePage } from './failure-page.ts'
import { redirectTo } from './redirect.ts'
import { parseReturnTo } from './return-to.ts'
import type { RoutesContext } from './routes-context.ts'

/**
 * `POST …/sign-out?returnTo=`: revokes the grant and clears the cookie. A form is redirected to IMS,
 * which ends its own session and redirects back; a script, which sends the CSRF header, gets that
 * address.
 */
export async function signOut(context: RoutesContext, request: Request): Promise<Response> {
  const { ims, vault, address, cookie } = context
  if (!isFromThisApp(request, address.origin)) return refuse(context, request)
  if (isFromScript(request) && !hasCsrfHeader(request)) return refuseScript()

  const ticket = await cookie.read(request)
  if (ticket !== undefined && ticket !== 'unusable') {
    await vault.revoke(ticket.grantId, { reason: 'sign-out' })
  }

  const returnTo = parseReturnTo(new URL(request.url).searchParams.get('returnTo'), address)
  const logoutUrl = createLogoutUrl(ims, { redirectUri: address.origin + returnTo })
  if (!hasCsrfHeader(request)) return redirectTo(logoutUrl, [cookie.clear()])
  return Response.json({ logoutUrl }, { headers: { 'set-cookie': cookie.clear() } })
}

/** Tells whether a page of this app has sent a request; a program says so by the CSRF header. */
function isFromThisApp(request: Request, ownOrigin: string): boolean {
  const { headers } = request
  const isFromBrowser = headers.has('sec-fetch-site') || headers.has('origin')
  return isFromBrowser ? !isFromOtherOrigin(request, ownOrigin) : hasCsrfHeader(request)
}

function refuse({ address }: RoutesContext, request: Request): Response {
  if (hasCsrfHeader(request) || isFromScript(request)) {
    const detail = 'Only a page of this app can sign its user out.'
    return createProblemResponse({ status: 403, code: 'foreign_request', detail })
  }
  return createFailurePage({
    status: 403,
    title: 'The sign-out was refused',
    sentence: 'Another site has tried to sign you out of this app; nothing was changed.',
    href: address.home,
    link: 'Go to the app',
  })
}

/** It would be redirected to IMS's pages, which scripts of this app cannot read. */
function refuseScript(): Response {
  const { status, detail } = csrfProblems.csrf_header_missing
  return createProblemResponse({ status, code: 'csrf_header_missing', detail })
}

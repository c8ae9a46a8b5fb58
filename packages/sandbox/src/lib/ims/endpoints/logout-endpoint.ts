import { createCookie, readCookie } from '../../wire/cookies.ts'
import { html } from '../../wire/html.ts'
import { renderPage } from '../../wire/page.ts'
import { readQuery } from '../../wire/parameters.ts'
import { browserSessionCookie } from '../authorization/browser-session-cookie.ts'
import type { ImsContext } from '../ims-context.ts'
import { registeredOrigins } from '../redirect-uri-pattern.ts'

/**
 * `GET /ims/logout/v1`, front channel: ends the browser session and, if it is sent, the access token.
 *
 * Which addresses Adobe lets it lead to is not public; here it is any page of an origin that the
 * credential has registered, and a page of IMS's own otherwise (inferred).
 */
export async function logoutEndpoint(context: ImsContext): Promise<Response> {
  const { request, origins, services, url } = context
  const { accessTokens, browserSessions, credentials } = services.state
  const parameters = readQuery(url)

  const session = readCookie(request, browserSessionCookie, origins.ims)
  if (session !== undefined) browserSessions.end(session)
  const claims = await accessTokens.verify(parameters.get('access_token') ?? '')
  if (claims !== undefined) accessTokens.revoke(claims)

  const credential = credentials.byClientId(parameters.get('client_id') ?? '')
  const target = URL.parse(parameters.get('redirect_uri') ?? '')
  const headers = {
    'set-cookie': createCookie(browserSessionCookie, origins.ims, undefined),
    'cache-control': 'no-store',
  }
  if (credential && target && registeredOrigins(credential).has(target.origin)) {
    return new Response(null, { status: 302, headers: { ...headers, location: target.href } })
  }
  const content = html`<section class="card">
    <h1>You are signed out</h1>
    <p>You can close this page.</p>
  </section>`
  return renderPage({ title: 'Signed out', content, headers }, services.randomness)
}

import { createCookie, readCookie } from '../wire/cookies.ts'
import { browserSessionCookie } from './authorization/browser-session-cookie.ts'
import type { ImsContext } from './ims-context.ts'

/**
 * Ends the browser session, and what the access token stands for: the token itself and the refresh tokens of the
 * same sign-in. Gives the header that takes the cookie away.
 */
export async function signOut(
  { request, origins, services: { state } }: ImsContext,
  accessToken: string | undefined,
): Promise<string> {
  const session = readCookie(request, browserSessionCookie, origins.ims)
  if (session !== undefined) state.browserSessions.end(session)
  const claims = await state.accessTokens.verify(accessToken ?? '')
  if (claims !== undefined) state.accessTokens.revoke(claims)
  if (claims?.sid !== undefined) {
    state.refreshTokens.revoke(claims.sid)
    state.accessTokens.revokeGrant(claims.sid)
  }
  return createCookie(browserSessionCookie, origins.ims, undefined)
}

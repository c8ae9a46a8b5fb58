import { generateSecret } from '../../effects.ts'
import type { BrowserSession } from '../../state/browser-session.ts'
import { isConstantTimeEqual } from '../../node/sha256.ts'
import { createCookie, readCookie, type CookieRule } from '../../wire/cookies.ts'
import type { ImsContext } from '../ims-context.ts'

/** Names the browser session at IMS; it travels from other sites, where the applications live. */
export const browserSessionCookie: CookieRule = { name: 'ims-session', sameSite: 'none' }

/** The session of the user who is signed in at IMS in the browser that asks. */
export function findBrowserSession(context: ImsContext): BrowserSession | undefined {
  const { browserSessions } = context.services.state
  return browserSessions.find(
    readCookie(context.request, browserSessionCookie, context.origins.ims),
  )
}

/**
 * Ties a form to the browser that it was shown in. No other site can send it along with the form, but
 * a visit from the application's site brings it: so all tabs of a browser have one secret.
 */
const formCookie: CookieRule = { name: 'ims-form', sameSite: 'lax' }

/** The secret of this browser's forms, and the header that keeps it there. */
export function protectForm(context: ImsContext): {
  readonly token: string
  readonly cookie: string
} {
  const token =
    readCookie(context.request, formCookie, context.origins.ims) ??
    generateSecret(context.services.randomness)
  return { token, cookie: createCookie(formCookie, context.origins.ims, token) }
}

/** Whether the form was shown in the browser that sends it. */
export function isFormProtected(context: ImsContext, token: string | undefined): boolean {
  const cookie = readCookie(context.request, formCookie, context.origins.ims)
  return cookie !== undefined && token !== undefined && isConstantTimeEqual(cookie, token)
}

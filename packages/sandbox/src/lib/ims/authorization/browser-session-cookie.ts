import type { CookieRule } from '../../wire/cookies.ts'

/** Names the browser session at IMS; it travels from other sites, where the applications live. */
export const browserSessionCookie: CookieRule = { name: 'ims-session', sameSite: 'none' }

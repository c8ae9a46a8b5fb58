import { createSession, type Session, type SessionSnapshot } from '@mudbrick/browser'
import { renewInIframe } from '@mudbrick/browser/iframe'
import { loadProfile } from '@mudbrick/browser/profile'
import { systemClock } from '@mudbrick/http/internal'
import { createImsClient } from '@mudbrick/ims'

import { exposeTab, imsOrigin, now, redirectUri, variant } from './tab-page.ts'

/** What a page with our own session has besides. */
export interface SessionPage {
  readonly session: Session
  /** Every state that the session was seen in, with the machine's time. */
  readonly seen: readonly { readonly at: number; readonly snapshot: SessionSnapshot }[]
}

declare global {
  var page: SessionPage
}

const [storage = 'session', ...flags] = variant.split('-')
const ownNow = Date.now.bind(Date)

const session = createSession({
  ims: createImsClient({
    credential: 'single-page-app',
    clientId: 'tabs',
    redirectUri,
    scopes: 'openid,AdobeID,profile,email,offline_access',
    environment: imsOrigin,
    clock: { ...systemClock, now },
  }),
  allowedOrigins: [location.origin],
  storage: storage as 'session' | 'local' | 'memory',
  persistRefreshToken: storage !== 'memory' && !flags.includes('forgetful'),
  renewSilently: flags.includes('iframe') ? renewInIframe : undefined,
})

loadProfile(session)

const seen = [{ at: ownNow(), snapshot: session.getSnapshot() }]
session.subscribe(() => seen.push({ at: ownNow(), snapshot: session.getSnapshot() }))

globalThis.page = { session, seen }
exposeTab({
  signIn: (prompt) => session.signIn(prompt === 'login' ? { prompt } : {}),
  finish: session.finishSignIn,
  getToken: session.getAccessToken,
})

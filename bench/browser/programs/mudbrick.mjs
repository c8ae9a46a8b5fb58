// @ts-check
import { createSession } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'

const session = createSession({
  ims: createImsClient({
    credential: 'single-page-app',
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    scopes: 'openid,profile,offline_access',
    environment: AUTHORITY,
  }),
  allowedOrigins: [],
})

export const login = () => session.signIn()
export const callback = () => session.finishSignIn()
export const token = () => session.getAccessToken()
export const refresh = () => session.getAccessToken({ minimumTtlMs: Infinity })
export const logout = () => session.signOut()

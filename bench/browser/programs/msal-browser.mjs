// @ts-check
import { createStandardPublicClientApplication } from '@azure/msal-browser'

const scopes = ['openid', 'profile', 'offline_access']
const opening = createStandardPublicClientApplication({
  auth: {
    clientId: CLIENT_ID,
    authority: AUTHORITY,
    knownAuthorities: [new URL(AUTHORITY).host],
    redirectUri: REDIRECT_URI,
  },
  system: { protocolMode: 'OIDC' },
})
/** @type {Awaited<typeof opening>} */
let application
/** @type {import('@azure/msal-browser').AccountInfo} */
let account

export const login = async () => {
  application = await opening
  await application.loginRedirect({ scopes })
}
export const callback = async () => {
  application = await opening
  const options = { navigateToLoginRequestUrl: false }
  account = (await application.handleRedirectPromise(options))?.account ?? account
}
export const token = async () =>
  (await application.acquireTokenSilent({ scopes, account })).accessToken
export const refresh = async () =>
  (await application.acquireTokenSilent({ scopes, account, forceRefresh: true })).accessToken
export const logout = () => application.logoutRedirect()

// @ts-check
import { Auth0Client } from '@auth0/auth0-spa-js'

const client = new Auth0Client({
  domain: AUTHORITY,
  issuer: AUTHORITY,
  clientId: CLIENT_ID,
  useRefreshTokens: true,
  authorizationParams: { redirect_uri: REDIRECT_URI, scope: 'openid profile' },
})

export const login = () => client.loginWithRedirect()
export const callback = () => client.handleRedirectCallback()
export const token = () => client.getTokenSilently()
export const refresh = () => client.getTokenSilently({ cacheMode: 'off' })
export const logout = () => client.logout()

import { Auth0Client } from '@auth0/auth0-spa-js'

import { exposeTab, imsOrigin, moveDate, redirectUri } from '../../e2e/pages/tab-page.ts'

moveDate()

const client = new Auth0Client({
  domain: imsOrigin,
  issuer: imsOrigin,
  clientId: 'tabs',
  useRefreshTokens: true,
  cacheLocation: 'localstorage',
  authorizationParams: {
    redirect_uri: redirectUri,
    scope: 'openid AdobeID profile',
  },
})

exposeTab({
  signIn: () => client.loginWithRedirect(),
  finish: () => client.handleRedirectCallback(),
  getToken: () => client.getTokenSilently(),
})

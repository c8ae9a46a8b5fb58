import { createStandardPublicClientApplication } from '@azure/msal-browser'

import { exposeTab, imsOrigin, moveDate, redirectUri } from '../../e2e/pages/tab-page.ts'

moveDate()

const scopes = ['openid', 'AdobeID', 'profile', 'offline_access']
const opening = createStandardPublicClientApplication({
  auth: {
    clientId: 'tabs',
    authority: imsOrigin,
    knownAuthorities: [new URL(imsOrigin).host],
    redirectUri,
    authorityMetadata: JSON.stringify({
      issuer: imsOrigin,
      authorization_endpoint: `${imsOrigin}/ims/authorize/v2`,
      token_endpoint: `${imsOrigin}/ims/token/v3`,
      jwks_uri: `${imsOrigin}/ims/keys`,
    }),
  },
  cache: { cacheLocation: 'localStorage' },
  system: { protocolMode: 'OIDC' },
})

exposeTab({
  signIn: async () => (await opening).loginRedirect({ scopes }),
  async finish() {
    const answer = await (await opening).handleRedirectPromise({ navigateToLoginRequestUrl: false })
    if (!answer) throw new Error('ignored')
  },
  async getToken() {
    const application = await opening
    const [account] = application.getAllAccounts()
    const options = account ? { scopes, account } : { scopes }
    return (await application.acquireTokenSilent(options)).accessToken
  },
})

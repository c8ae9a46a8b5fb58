import {
  generateCodeVerifier,
  OAuth2Client,
  OAuth2Fetch,
  type OAuth2Token,
} from '@badgateway/oauth2-client'

import { exposeTab, imsOrigin, moveDate, redirectUri } from '../../e2e/pages/tab-page.ts'

moveDate()

const client = new OAuth2Client({
  clientId: 'tabs',
  authorizationEndpoint: `${imsOrigin}/ims/authorize/v2`,
  tokenEndpoint: `${imsOrigin}/ims/token/v3`,
  fetch: (input, init) => fetch(input, init),
})
let firstToken: OAuth2Token | undefined
const authorized = new OAuth2Fetch({
  client,
  getNewToken() {
    const token = firstToken
    firstToken = undefined
    return token ? Promise.resolve(token) : Promise.reject(new Error('a sign-in is needed'))
  },
})

exposeTab({
  async signIn() {
    const codeVerifier = await generateCodeVerifier()
    const state = crypto.randomUUID()
    sessionStorage.setItem('pending', JSON.stringify({ codeVerifier, state }))
    location.assign(
      await client.authorizationCode.getAuthorizeUri({
        redirectUri,
        codeVerifier,
        state,
        scope: ['openid', 'AdobeID', 'offline_access'],
        extraParams: { nonce: crypto.randomUUID() },
      }),
    )
  },
  async finish() {
    const pending = JSON.parse(sessionStorage.getItem('pending') ?? '{}')
    firstToken = await client.authorizationCode.getTokenFromCodeRedirect(location.href, {
      redirectUri,
      ...pending,
    })
    await authorized.getToken()
  },
  getToken: () => authorized.getAccessToken(),
})

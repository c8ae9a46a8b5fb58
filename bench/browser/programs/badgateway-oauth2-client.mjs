// @ts-check
import { generateCodeVerifier, OAuth2Client, OAuth2Fetch } from '@badgateway/oauth2-client'

const client = new OAuth2Client({
  server: AUTHORITY,
  clientId: CLIENT_ID,
  authorizationEndpoint: '/authorize',
  tokenEndpoint: '/token',
  revocationEndpoint: '/revoke',
})
/** @type {import('@badgateway/oauth2-client').OAuth2Token | null} */
let first = null
const wrapper = new OAuth2Fetch({ client, getNewToken: () => first })

export const login = async () => {
  const codeVerifier = await generateCodeVerifier()
  const state = crypto.randomUUID()
  sessionStorage.setItem('sign-in', JSON.stringify({ codeVerifier, state }))
  const scope = ['openid', 'profile', 'offline_access']
  const options = { redirectUri: REDIRECT_URI, codeVerifier, state, scope }
  location.assign(await client.authorizationCode.getAuthorizeUri(options))
}
export const callback = async () => {
  const { codeVerifier, state } = JSON.parse(sessionStorage.getItem('sign-in') ?? '{}')
  sessionStorage.removeItem('sign-in')
  const options = { redirectUri: REDIRECT_URI, codeVerifier, state }
  first = await client.authorizationCode.getTokenFromCodeRedirect(location.href, options)
}
export const token = () => wrapper.getAccessToken()
export const refresh = async () => (await wrapper.refreshToken()).accessToken
export const logout = async () => {
  await client.revoke(await wrapper.getToken())
  first = null
}

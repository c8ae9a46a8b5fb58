// @ts-check
import * as oauth from 'oauth4webapi'

// It keeps no session: what stands here between its calls is what its examples leave to the app.
const client = { client_id: CLIENT_ID }
const authenticate = oauth.None()
/** @type {oauth.TokenEndpointResponse | undefined} */
let tokens

const discover = async () => {
  const issuer = new URL(AUTHORITY)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer))
}

export const login = async () => {
  const { authorization_endpoint = '' } = await discover()
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  sessionStorage.setItem('sign-in', JSON.stringify({ verifier, state, nonce }))
  const url = new URL(authorization_endpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  location.assign(url)
}
export const callback = async () => {
  const server = await discover()
  const { verifier, state, nonce } = JSON.parse(sessionStorage.getItem('sign-in') ?? '{}')
  sessionStorage.removeItem('sign-in')
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authenticate,
    parameters,
    REDIRECT_URI,
    verifier,
  )
  tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
}
export const token = async () => tokens?.access_token
export const refresh = async () => {
  const server = await discover()
  const refreshToken = tokens?.refresh_token ?? ''
  const request = oauth.refreshTokenGrantRequest(server, client, authenticate, refreshToken)
  tokens = await oauth.processRefreshTokenResponse(server, client, await request)
  return tokens.access_token
}
export const logout = async () => {
  const server = await discover()
  const request = oauth.revocationRequest(server, client, authenticate, tokens?.access_token ?? '')
  await oauth.processRevocationResponse(await request)
  tokens = undefined
  location.assign(server.end_session_endpoint ?? '/')
}

import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const redirectUri = 'https://localhost:3002/auth/callback'
const webApp: oauth.Client = { client_id: 'commerce-admin' }
const webAppSecret = oauth.ClientSecretBasic('commerce-admin-secret')

/** The public client's flow is in `authorization-code-flow.integration.test.ts`. */
describe('oauth4webapi with a web app', () => {
  it('signs in with Basic and PKCE, and validates the ID token with its signature', async () => {
    const { server, options, tokens, response } = await signIn(await createSandbox())
    await oauth.validateApplicationLevelSignature(server, response, options)
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ aud: 'commerce-admin' })
  })

  it('refreshes', async () => {
    const { server, options, tokens } = await signIn(await createSandbox())
    const first = tokens.refresh_token ?? ''
    const answer = await oauth.refreshTokenGrantRequest(
      server,
      webApp,
      webAppSecret,
      first,
      options,
    )
    const renewed = await oauth.processRefreshTokenResponse(server, webApp, answer)
    expect(renewed.refresh_token).not.toBe(first)
  })

  it('revokes the refresh token, which then is an invalid_grant', async () => {
    const { server, options, tokens } = await signIn(await createSandbox())
    const token = tokens.refresh_token ?? ''
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, webApp, webAppSecret, token, options),
    )
    const answer = await oauth.refreshTokenGrantRequest(
      server,
      webApp,
      webAppSecret,
      token,
      options,
    )
    await expect(oauth.processRefreshTokenResponse(server, webApp, answer)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('takes a token by client_credentials', async () => {
    const { server, options } = await discover(await createSandbox())
    const service: oauth.Client = { client_id: 'wknd-service' }
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      service,
      oauth.ClientSecretPost('wknd-service-secret'),
      { scope: 'AdobeID,openid' },
      options,
    )
    const tokens = await oauth.processClientCredentialsResponse(server, service, answer)
    expect(tokens.expires_in).toBe(86_399)
  })
})

async function discover(sandbox: Sandbox) {
  const options = {
    [oauth.customFetch]: (url: string, init: unknown) => sandbox.fetch(url, init as RequestInit),
  }
  const issuer = new URL(sandbox.origins.ims)
  const discovery = await sandbox.fetch(`${issuer.origin}/ims/.well-known/openid-configuration`)
  return { server: await oauth.processDiscoveryResponse(issuer, discovery), options }
}

async function signIn(sandbox: Sandbox) {
  const { server, options } = await discover(sandbox)
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const callback = await createSandboxUser(sandbox).authorize({
    client_id: webApp.client_id,
    redirect_uri: redirectUri,
    scope: 'openid,AdobeID,offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    state,
    nonce,
  })
  const parameters = oauth.validateAuthResponse(server, webApp, callback.url, state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    webApp,
    webAppSecret,
    parameters,
    redirectUri,
    codeVerifier,
    options,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, webApp, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  return { server, options, tokens, response }
}

import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import * as client from 'openid-client'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const redirectUri = 'https://localhost:3002/auth/callback'

describe('openid-client', () => {
  it('discovers IMS by its full URL, although the issuer has no /ims', async () => {
    const sandbox = await createSandbox()
    const configuration = await discover(sandbox, 'commerce-admin', 'commerce-admin-secret')
    expect(configuration.serverMetadata().issuer).toBe(sandbox.origins.ims)
  })

  it('signs in with PKCE, state and nonce, and reads userinfo', async () => {
    const sandbox = await createSandbox()
    const configuration = await discover(sandbox, 'commerce-admin', 'commerce-admin-secret')
    const tokens = await signIn(sandbox, configuration)

    const { sub = '' } = tokens.claims() ?? {}
    await expect(
      client.fetchUserInfo(configuration, tokens.access_token, sub),
    ).resolves.toMatchObject({ sub, email: 'ada@wknd.test', name: 'Ada Auster' })
  })

  it('refreshes with a web app', async () => {
    const sandbox = await createSandbox()
    const configuration = await discover(sandbox, 'commerce-admin', 'commerce-admin-secret')
    const { refresh_token: first = '' } = await signIn(sandbox, configuration)
    const renewed = await client.refreshTokenGrant(configuration, first)
    expect(renewed.refresh_token).toEqual(expect.any(String))
    expect(renewed.refresh_token).not.toBe(first)
  })

  it('revokes a refresh token, which then is an invalid_grant', async () => {
    const sandbox = await createSandbox()
    const configuration = await discover(sandbox, 'commerce-admin', 'commerce-admin-secret')
    const { refresh_token: refreshToken = '' } = await signIn(sandbox, configuration)
    await client.tokenRevocation(configuration, refreshToken)
    await expect(client.refreshTokenGrant(configuration, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('takes a token by client_credentials', async () => {
    const sandbox = await createSandbox()
    const configuration = await discover(sandbox, 'wknd-service', 'wknd-service-secret')
    const tokens = await client.clientCredentialsGrant(configuration, { scope: 'AdobeID,openid' })
    expect(tokens.expires_in).toBe(86_399)
  })
})

function discover(
  sandbox: Sandbox,
  clientId: string,
  clientSecret: string,
): Promise<client.Configuration> {
  const discovery = new URL('/ims/.well-known/openid-configuration', sandbox.origins.ims)
  return client.discovery(discovery, clientId, {}, client.ClientSecretPost(clientSecret), {
    [client.customFetch]: (url, init) => sandbox.fetch(url, init as RequestInit),
  })
}

async function signIn(sandbox: Sandbox, configuration: client.Configuration) {
  const codeVerifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const nonce = client.randomNonce()
  const request = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid AdobeID email profile offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const { url } = await createSandboxUser(sandbox).authorize(
    Object.fromEntries(request.searchParams),
  )
  return client.authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
}

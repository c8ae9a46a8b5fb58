import { Ims } from '@adobe/aio-lib-ims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { service, startSandbox, webApp, type RunningSandbox } from './lib/running-sandbox.ts'

describe('@adobe/aio-lib-ims', () => {
  let sandbox: RunningSandbox
  let ims: Ims

  beforeAll(async () => {
    sandbox = await startSandbox()
    ims = new Ims('prod')
    ims.endpoint = sandbox.ims
  })
  afterAll(() => sandbox.close())

  const signIn = async (scopes = webApp.scopes.join(',')) => {
    const url = ims.getSusiUrl(webApp.id, scopes, webApp.redirectUri, 'state-123')
    const callback = await sandbox.signIn(url)
    expect(callback.searchParams.get('state')).toBe('state-123')
    const code = callback.searchParams.get('code') ?? ''
    return ims.getAccessToken(code, webApp.id, webApp.secret, scopes)
  }

  it('decodes the code, exchanges it at token/v1 and reads when both tokens expire', async () => {
    const before = Date.now()
    const tokens = await signIn()
    const day = 24 * 60 * 60 * 1000
    expect(tokens.access_token.expiry - before).toBeGreaterThan(day - 60_000)
    expect(tokens.refresh_token.expiry - before).toBeGreaterThan(14 * day - 60_000)
    expect(tokens.payload).toMatchObject({ email: 'ada@wknd.test', name: 'Ada Auster' })
  })

  it('reads from the refresh token that it is one, and refreshes', async () => {
    const { refresh_token: first } = await signIn()
    const scopes = webApp.scopes.join(',')
    const renewed = await ims.getAccessToken(first.token, webApp.id, webApp.secret, scopes)
    expect(renewed.access_token.token).toMatch(/^eyJ/)
    expect(renewed.refresh_token.token).not.toBe(first.token)
  })

  it('validates the token, and finds it invalid when it is invalidated', async () => {
    const { access_token: accessToken, refresh_token: refreshToken } = await signIn()
    await expect(ims.validateToken(accessToken.token, webApp.id)).resolves.toMatchObject({
      valid: true,
    })
    await expect(ims.validateTokenAllowList(accessToken.token, [webApp.id])).resolves.toMatchObject(
      { valid: true },
    )

    // Everything that came of the refresh token goes with it.
    await ims.invalidateToken(refreshToken.token, webApp.id, webApp.secret)
    await expect(ims.validateToken(accessToken.token, webApp.id)).resolves.toMatchObject({
      valid: false,
    })
  })

  it('lists the organizations of a user who allowed it', async () => {
    const { access_token: accessToken } = await signIn('AdobeID,openid,read_organizations')
    await expect(ims.getOrganizations(accessToken.token)).resolves.toEqual([
      expect.objectContaining({ orgName: 'WKND' }),
    ])
  })

  it('takes a token by client_credentials at token/v2', async () => {
    const { id, secret, organization, scopes } = service
    const tokens = await ims.getAccessTokenByClientCredentials(id, secret, organization, scopes)
    expect(tokens.access_token.token).toMatch(/^eyJ/)
    expect(tokens.payload).toMatchObject({ expires_in: 86_399 })
  })

  it('gets the 400 access_denied that Adobe gives for a code that it never issued', async () => {
    const payload = btoa(JSON.stringify({ type: 'authorization_code' }))
    const exchange = ims.getAccessToken(`e30.${payload}.e30`, webApp.id, webApp.secret, 'openid')
    await expect(exchange).rejects.toThrow(/400 .*access_denied/s)
  })
})

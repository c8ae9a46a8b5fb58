import { AuthorizationCode, ClientCredentials } from 'simple-oauth2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { service, startSandbox, webApp, type RunningSandbox } from './lib/running-sandbox.ts'

describe('simple-oauth2', () => {
  let sandbox: RunningSandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.close())

  it('signs in, refreshes and revokes with a web app', async () => {
    const client = new AuthorizationCode({
      client: { id: webApp.id, secret: webApp.secret },
      auth: { ...describeEndpoints(sandbox.ims), authorizePath: '/ims/authorize/v2' },
    })
    const redirect = { redirect_uri: webApp.redirectUri, scope: webApp.scopes }
    const callback = await sandbox.signIn(client.authorizeURL({ ...redirect, state: 'state-123' }))
    expect(callback.searchParams.get('state')).toBe('state-123')

    const code = callback.searchParams.get('code') ?? ''
    const tokens = await client.getToken({ code, ...redirect })
    expect(tokens.expired()).toBe(false)
    const renewed = await tokens.refresh()
    expect(renewed.token.refresh_token).not.toBe(tokens.token.refresh_token)

    await renewed.revoke('access_token')
    const userinfo = await fetch(`${sandbox.ims}/ims/userinfo/v2`, {
      headers: { authorization: `Bearer ${renewed.token.access_token}` },
    })
    expect(userinfo.status).toBe(401)
  })

  it('takes a token by client_credentials, its secret in the body', async () => {
    const client = new ClientCredentials({
      client: { id: service.id, secret: service.secret },
      auth: describeEndpoints(sandbox.ims),
      options: { authorizationMethod: 'body', scopeSeparator: ',' },
    })
    const { token } = await client.getToken({ scope: service.scopes })
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 86_399 })
  })
})

function describeEndpoints(ims: string) {
  return {
    tokenHost: ims,
    tokenPath: '/ims/token/v3',
    revokePath: '/ims/revoke',
  }
}

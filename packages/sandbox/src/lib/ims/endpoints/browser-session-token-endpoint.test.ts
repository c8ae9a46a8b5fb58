import { createSandboxUser, type SandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

let sandbox: Sandbox
let user: SandboxUser

beforeEach(async () => {
  sandbox = await createSandbox()
  user = createSandboxUser(sandbox)
  await user.authorize({ scope: 'openid' })
})

function check(
  parameters: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookie = [...user.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return sandbox.fetch(`${sandbox.origins.ims}/ims/check/v6/token?client_id=wknd-spa`, {
    method: 'POST',
    headers: { cookie, ...headers },
    body: new URLSearchParams({ client_id: 'wknd-spa', scope: 'openid', ...parameters }),
  })
}

describe('POST /ims/check/v6/token', () => {
  it('gives a token, with milliseconds, and the profile beside it', async () => {
    const response = await check()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      access_token: expect.any(String),
      expires_in: 86_399_985,
      displayName: 'Ada Auster',
    })
  })

  it('gives a token that works', async () => {
    const { access_token: token } = (await (await check()).json()) as { access_token: string }
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.status).toBe(200)
  })

  it('lets the application’s page read it, cookies included', async () => {
    const { headers } = await check({}, { origin: 'https://localhost:3001' })
    expect(headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
  })

  it.each(['https://evil.test', 'https://localhost:8000'])(
    'gives nothing to a page of %s, which is not the application’s, though the cookie came along',
    async (origin) => {
      const response = await check({}, { origin })
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ error: 'unauthorized' })
    },
  )

  it('gives nothing without the cookie', async () => {
    expect((await check({}, { cookie: '' })).status).toBe(401)
  })

  it('gives no scope that the user has not allowed', async () => {
    expect((await check({ scope: 'openid,aem.folders' })).status).toBe(401)
  })

  it('gives no scope that the credential does not own', async () => {
    sandbox.consents.grant({
      user: 'ada@wknd.test',
      clientId: 'wknd-spa',
      scopes: ['openid', 'creative_sdk'],
    })
    const response = await check({ scope: 'openid,creative_sdk' })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'invalid_scope' })
  })
})

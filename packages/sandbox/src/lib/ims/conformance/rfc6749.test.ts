import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const clock = createFakeClock()
const sandboxes = {
  tutorial: await createSandbox({ clock }),
  strict: await createSandbox({ clock, behavior: 'strict' }),
}

describe.each(['tutorial', 'strict'] as const)('RFC 6749, %s', (preset) => {
  const sandbox = sandboxes[preset]
  const tokenEndpoint = `${sandbox.origins.ims}/ims/token/v3`

  describe('§2.3 client authentication', () => {
    it('refuses two methods in one request', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.exchange(await client.obtainCode(), {
        client_id: 'commerce-admin',
        client_secret: 'commerce-admin-secret',
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
    })

    it('refuses a body that names another client than the header', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.exchange(await client.obtainCode(), { client_id: 'wknd-spa' })
      expect(response.status).toBeGreaterThanOrEqual(400)
    })

    it('§2.3.1 decodes what the header has form-encoded', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.requestToken(
        {
          grant_type: 'authorization_code',
          code: await client.obtainCode(),
          redirect_uri: client.redirectUri,
          code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        },
        { authorization: `Basic ${btoa('commerce%2Dadmin:commerce%2Dadmin%2Dsecret')}` },
      )
      expect(response.status).toBe(200)
    })

    it.each([
      ['no credentials in it', 'Basic'],
      ['no base64', 'Basic !!!'],
      ['no colon', `Basic ${btoa('commerce-admin')}`],
      ['a broken escape', `Basic ${btoa('commerce-admin:%zz')}`],
      ['a scheme of its own', 'Digest username="commerce-admin"'],
    ])('refuses a header with %s', async (_, authorization) => {
      const response = await sandbox.fetch(tokenEndpoint, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams({ grant_type: 'authorization_code', code: 'no-code' }),
      })
      expect([400, 401]).toContain(response.status)
      expect(await response.json()).toHaveProperty('error')
    })
  })

  describe('§3.1 authorization endpoint', () => {
    it('ignores parameters it does not know', async () => {
      const page = await createConformanceClient(sandbox).authorize({ unknown: 'x' })
      expect(page.url.searchParams.has('code')).toBe(true)
    })

    it('treats a parameter without a value as left out', async () => {
      const page = await createConformanceClient(sandbox).authorize({
        response_mode: '',
        prompt: '',
      })
      expect(page.url.searchParams.has('code')).toBe(true)
    })

    it('refuses a parameter sent twice', async () => {
      const client = createConformanceClient(sandbox)
      const url = client.authorizationUrl()
      url.searchParams.append('response_type', 'code')
      const page = await client.browser.open(url)
      expect(page.url.searchParams.get('error')).toBe('invalid_request')
    })
  })

  describe('§3.2 token endpoint', () => {
    it.each(['GET', 'PUT', 'DELETE'])('answers %s with 405', async (method) => {
      const response = await sandbox.fetch(tokenEndpoint, { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toContain('POST')
    })

    it('refuses a parameter sent twice', async () => {
      const response = await sandbox.fetch(tokenEndpoint, {
        method: 'POST',
        body: new URLSearchParams([
          ['grant_type', 'authorization_code'],
          ['grant_type', 'authorization_code'],
          ['client_id', 'wknd-spa'],
          ['code', 'no-code'],
        ]),
      })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: 'invalid_request' })
    })

    it('refuses a parameter that is in the query and in the body', async () => {
      const response = await sandbox.fetch(`${tokenEndpoint}?client_id=wknd-spa`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: 'wknd-spa',
          code: 'no-code',
        }),
      })
      expect(await response.json()).toMatchObject({ error: 'invalid_request' })
    })
  })

  describe('§4.1.2 authorization response', () => {
    it('gives back the exact state', async () => {
      const state = `a b+c&d=e%20ä "'<>\u{1F600}`
      const { url } = await createConformanceClient(sandbox).authorize({ state })
      expect(url.searchParams.get('state')).toBe(state)
    })

    it('gives a code that expires: after 30 minutes at IMS, where ten are recommended at most', async () => {
      const client = createConformanceClient(sandbox)
      const code = await client.obtainCode()
      clock.advance({ minutes: 30 })
      expect(await (await client.exchange(code)).json()).toMatchObject({ error: 'invalid_grant' })
    })
  })

  describe('§4.1.2.1 error response', () => {
    it('tells the client access_denied, with its state, when the user refuses', async () => {
      const client = createConformanceClient(sandbox, 'wknd-spa', 'vic@wknd.test')
      sandbox.reset()
      const page = await client.browser.open(client.authorizationUrl())
      const consent = await client.browser.submit(page, {
        email: 'vic@wknd.test',
        password: 'mudbrick',
      })
      const { url } = await client.browser.submit(consent, { decision: 'deny' })
      expect(url.searchParams.get('error')).toBe('access_denied')
      expect(url.searchParams.get('state')).toBe('state-123')
    })

    it('does not redirect for an unknown client', async () => {
      const client = createConformanceClient(sandbox)
      const page = await client.browser.open(
        client.authorizationUrl({ client_id: 'unknown-client' }),
      )
      expect(page.url.origin).toBe(sandbox.origins.ims)
    })
  })

  describe('§4.1.3 access token request', () => {
    it('refuses another redirect URI than the one asked with', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.exchange(await client.obtainCode(), {
        redirect_uri: 'https://localhost:3002/other',
      })
      expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
    })

    it('refuses the code of another client', async () => {
      const code = await createConformanceClient(sandbox).obtainCode()
      const response = await createConformanceClient(sandbox, 'wknd-spa').exchange(code)
      expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
    })
  })

  describe('§5.1 successful response', () => {
    it('may be kept by no cache', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.exchange(await client.obtainCode())
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    })
  })

  describe('§5.2 error response', () => {
    it('answers 401 and names the scheme to a client that failed with the header', async () => {
      const client = createConformanceClient(sandbox)
      const response = await client.requestToken(
        { grant_type: 'authorization_code', code: 'no-code' },
        { authorization: `Basic ${btoa('commerce-admin:wrong')}` },
      )
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic/)
      expect(await response.json()).toMatchObject({ error: 'invalid_client' })
    })

    it('may be kept by no cache either', async () => {
      const response = await createConformanceClient(sandbox).exchange('no-code')
      expect(response.headers.get('cache-control')).toBe('no-store')
    })

    it('says nothing of what it was sent', async () => {
      const response = await createConformanceClient(sandbox).exchange('leaked-code-123', {
        code_verifier: 'leaked-verifier-leaked-verifier-leaked-verifier',
      })
      expect(await response.text()).not.toContain('leaked')
    })
  })

  describe('§6 refreshing', () => {
    it('gives no more scope than was granted', async () => {
      const client = createConformanceClient(sandbox)
      const { refresh_token: token } = await client.obtainTokens({
        scope: 'openid,AdobeID,offline_access',
      })
      const response = await client.refresh(token, { scope: 'openid,email' })
      expect(await response.json()).toMatchObject({ error: 'invalid_scope' })
    })

    it('gives less when less is asked for', async () => {
      const client = createConformanceClient(sandbox)
      const { refresh_token: token } = await client.obtainTokens()
      const response = await client.refresh(token, { scope: 'openid' })
      const { access_token: accessToken } = (await response.json()) as { access_token: string }
      const userinfo = await client.requestUserinfo(accessToken)
      expect(Object.keys((await userinfo.json()) as object)).toEqual(['sub'])
    })

    it('refuses a client without its secret', async () => {
      const client = createConformanceClient(sandbox)
      const { refresh_token: token } = await client.obtainTokens()
      const response = await sandbox.fetch(tokenEndpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: token,
          client_id: 'commerce-admin',
        }),
      })
      expect([400, 401]).toContain(response.status)
      expect(await response.json()).toMatchObject({ error: 'invalid_client' })
    })

    it('refuses it after fourteen days', async () => {
      const client = createConformanceClient(sandbox)
      const { refresh_token: token } = await client.obtainTokens()
      clock.advance({ hours: 14 * 24 })
      expect(await (await client.refresh(token)).json()).toMatchObject({ error: 'invalid_grant' })
    })
  })

  describe('§10.12 cross-site request forgery', () => {
    it('needs what the page carries to sign in', async () => {
      const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/authorize/v2/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ email: 'cora@wknd.test', password: 'mudbrick' }),
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.headers.has('location')).toBe(false)
    })
  })
})

describe('RFC 6749 §4.1.2 and §10.5, a code used twice', () => {
  it.each([
    ['tutorial', 200],
    ['strict', 400],
  ] as const)(
    '%s: the refresh token of the first use is answered with %i',
    async (preset, status) => {
      const client = createConformanceClient(sandboxes[preset])
      const code = await client.obtainCode()
      const tokens = (await (await client.exchange(code)).json()) as { refresh_token: string }
      await client.exchange(code)
      expect((await client.refresh(tokens.refresh_token)).status).toBe(status)
    },
  )
})

describe('RFC 6749 §1.5, refresh tokens where Adobe’s sources disagree', () => {
  const withoutOffline = 'openid,AdobeID,email'

  it('tutorial: a Web App gets one without offline_access, as the Commerce tutorial prints it', async () => {
    const tokens = await createConformanceClient(sandboxes.tutorial).obtainTokens({
      scope: withoutOffline,
    })
    expect(tokens).toHaveProperty('refresh_token')
  })

  it('strict: a Web App gets none without offline_access', async () => {
    const tokens = await createConformanceClient(sandboxes.strict).obtainTokens({
      scope: withoutOffline,
    })
    expect(tokens).not.toHaveProperty('refresh_token')
  })

  it.each(['tutorial', 'strict'] as const)('%s: a single-page app gets none', async (preset) => {
    const tokens = await createConformanceClient(sandboxes[preset], 'wknd-spa').obtainTokens()
    expect(tokens).not.toHaveProperty('refresh_token')
  })
})

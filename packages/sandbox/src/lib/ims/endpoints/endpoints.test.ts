import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser, redirectUri } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const clock = createFakeClock()
const sandbox = await createSandbox({ clock })
const { ims } = sandbox.origins

function userinfo(token: string, headers: Record<string, string> = {}): Promise<Response> {
  return sandbox.fetch(`${ims}/ims/userinfo/v2`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
  })
}

function revoke(parameters: Record<string, string>, query = ''): Promise<Response> {
  return sandbox.fetch(`${ims}/ims/revoke${query}`, {
    method: 'POST',
    headers: { origin: 'https://localhost:3001' },
    body: new URLSearchParams(parameters),
  })
}

describe('GET /ims/userinfo/v2', () => {
  it.each([
    ['openid', { sub: expect.any(String) }],
    [
      'openid,profile',
      {
        sub: expect.any(String),
        account_type: 'ent',
        name: 'Ada Auster',
        given_name: 'Ada',
        family_name: 'Auster',
      },
    ],
    ['openid,email', { sub: expect.any(String), email: 'ada@wknd.test', email_verified: true }],
    ['openid,address', { sub: expect.any(String), address: { country: 'CH' } }],
  ])('opens the claims of %s', async (scope, claims) => {
    const token = await createSandboxUser(sandbox).obtainAccessToken({ scope })
    expect(await (await userinfo(token)).json()).toEqual(claims)
  })

  it('says in version 1 what is true as text, and the kind of account by number', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken({
      scope: 'openid,profile,email',
    })
    const response = await sandbox.fetch(`${ims}/ims/userinfo/v1`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await response.json()).toMatchObject({ email_verified: 'true', account_type: 'type2' })
  })

  it('lets AdobeID cover profile and email', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken({ scope: 'AdobeID,openid' })
    expect(await (await userinfo(token)).json()).toMatchObject({
      name: 'Ada Auster',
      email: 'ada@wknd.test',
    })
  })

  it('refuses an expired token, readable for the page', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    clock.advance({ hours: 24 })
    const response = await userinfo(token, { origin: 'https://localhost:3001' })
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      error: 'invalid_token',
      error_description: 'Invalid or expired token.',
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
  })

  it('refuses a tampered token', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const [header, , signature] = token.split('.')
    const payload = Buffer.from('{"type":"access_token","id":"x"}').toString('base64url')
    expect((await userinfo([header, payload, signature].join('.'))).status).toBe(401)
  })
})

describe('POST /ims/revoke', () => {
  it('ends a token and answers 200 with nothing', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const response = await revoke({ token }, '?client_id=wknd-spa')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(response.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
    expect((await userinfo(token)).status).toBe(401)
  })

  it('leaves a token of another client alone, and does not say so (RFC 7009 §2.1)', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    expect((await revoke({ token, client_id: 'express-embed' })).status).toBe(200)
    expect((await userinfo(token)).status).toBe(200)
  })

  it('answers 200 for a token that never was (RFC 7009 §2.2)', async () => {
    expect((await revoke({ token: 'never-was', client_id: 'wknd-spa' })).status).toBe(200)
  })

  it.each([
    ['no token', { client_id: 'wknd-spa' }, 'invalid_request'],
    ['an unknown client', { client_id: 'unknown-client', token: 't' }, 'invalid_client'],
  ])('refuses %s', async (_, parameters, error) => {
    const response = await revoke(parameters)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })
})

describe('GET /ims/logout/v1', () => {
  it('ends the browser session and goes back to the application', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const page = await user.browser.open(
      `${ims}/ims/logout/v1?client_id=wknd-spa&redirect_uri=${encodeURIComponent('https://localhost:3001/')}`,
    )
    expect(page.url.href).toBe('https://localhost:3001/')
    const next = await user.browser.open(user.authorizationUrl())
    expect(next.visibleText).toContain('E-mail address')
  })

  it('forgets the session itself, not only its cookie', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const stolen = new Map(user.browser.cookies)
    await user.browser.open(`${ims}/ims/logout/v1?client_id=wknd-spa`)
    for (const [name, value] of stolen) user.browser.cookies.set(name, value)
    const page = await user.browser.open(user.authorizationUrl({ prompt: 'none' }))
    expect(page.url.searchParams.get('error')).toBe('login_required')
  })

  it('ends the access token that is sent along', async () => {
    const user = createSandboxUser(sandbox)
    const token = await user.obtainAccessToken()
    await user.browser.open(`${ims}/ims/logout/v1?client_id=wknd-spa&access_token=${token}`)
    expect((await userinfo(token)).status).toBe(401)
  })

  it.each(['https://evil.test/', 'https://localhost:3001@evil.test/', 'javascript:alert(1)'])(
    'leads to the default redirect URI instead of %s',
    async (target) => {
      const page = await createSandboxUser(sandbox).browser.open(
        `${ims}/ims/logout/v1?client_id=wknd-spa&redirect_uri=${encodeURIComponent(target)}`,
      )
      expect(page.url.href).toBe('https://localhost:3001/callback')
    },
  )

  it('shows a page of its own where no application is named', async () => {
    const page = await createSandboxUser(sandbox).browser.open(
      `${ims}/ims/logout/v1?redirect_uri=https://evil.test/`,
    )
    expect(page.url.origin).toBe(ims)
    expect(page.visibleText).toContain('You are signed out')
  })
})

describe('anything else at IMS', () => {
  it('answers 404 in JSON', async () => {
    const response = await sandbox.fetch(`${ims}/ims/nothing`)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'not_found' })
  })

  it('keeps discovery from pages, as IMS does', async () => {
    const response = await sandbox.fetch(`${ims}/ims/.well-known/openid-configuration`, {
      headers: { origin: new URL(redirectUri).origin },
    })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })
})

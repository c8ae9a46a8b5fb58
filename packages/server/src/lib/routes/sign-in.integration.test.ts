import {
  appOrigin,
  cookieName,
  createServerApp,
  createTestKeys,
  sessionOf,
  statusOf,
} from '@mudbrick/testing/server-app'
import { VaultError } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'

describe('signing in', () => {
  it('leads to IMS, and back to where the user was', async () => {
    const { browser } = await createServerApp()
    const response = await browser.signIn(
      'cora@wknd.test',
      '/auth/sign-in?returnTo=%2Forders%3Fpage%3D2',
    )
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`${appOrigin}/orders?page=2`)
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('shows the page who has signed in, and no token', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn()
    const response = await browser.request('/auth/session')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      status: 'signed-in',
      profile: expect.objectContaining({ name: 'Cora Castell', email: 'cora@wknd.test' }),
      scopes: expect.arrayContaining(['commerce.accs']),
      expiresAt: sandbox.clock.now() + 86_399_000,
      refreshedAt: sandbox.clock.now(),
      signedInAt: sandbox.clock.now(),
      canRefresh: true,
    })
  })

  it('gives the browser sealed cookies, not for scripts and other sites', async () => {
    const { browser } = await createServerApp()
    const response = await browser.signIn()
    const [session, attempt] = response.headers.getSetCookie()
    expect(session).toMatch(
      /^__Host-mudbrick-3002=[\w.-]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(attempt).toMatch(
      /^__Host-mudbrick-3002\.[\w.-]+=~[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const header = browser.cookies.get(cookieName)?.split('.')[0] ?? ''
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'A256KW',
      enc: 'A256GCM',
      kid: 'first',
      purpose: `session commerce-admin ${appOrigin}`,
    })
  })

  it('is asked for in the user’s language, and anew where that is wanted', async () => {
    const { browser } = await createServerApp()
    const url = await browser.begin('/auth/sign-in?locale=de-DE&prompt=login')
    expect(url.searchParams.get('locale')).toBe('de_DE')
    expect(url.searchParams.get('prompt')).toBe('login')
  })

  it('passes on nothing else that is in the query', async () => {
    const { browser } = await createServerApp()
    const url = await browser.begin('/auth/sign-in?locale=%3Cscript%3E&prompt=none&scope=x&state=y')
    expect(url.searchParams.has('locale')).toBe(false)
    expect(url.searchParams.has('prompt')).toBe(false)
    expect(url.searchParams.get('scope')).not.toBe('x')
    expect(url.searchParams.get('state')).not.toBe('y')
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example'])(
    'leads back to no other site: %j',
    async (returnTo) => {
      const { browser } = await createServerApp()
      const query = new URLSearchParams({ returnTo })
      const response = await browser.signIn('cora@wknd.test', `/auth/sign-in?${query}`)
      expect(response.headers.get('location')).toBe(`${appOrigin}/`)
    },
  )

  it('works in two tabs at once', async () => {
    const { browser } = await createServerApp()
    const first = await browser.begin('/auth/sign-in?returnTo=/first')
    const second = await browser.begin('/auth/sign-in?returnTo=/second')
    const answers = { second: await browser.answer(second), first: await browser.answer(first) }
    const { headers: later } = await browser.request(answers.second)
    const { headers: earlier } = await browser.request(answers.first)
    expect(later.get('location')).toBe(`${appOrigin}/second`)
    expect(earlier.get('location')).toBe(`${appOrigin}/first`)
  })

  it('works without a profile when IMS does not say who has signed in', async () => {
    const { browser, sandbox, errors } = await createServerApp()
    sandbox.faults.add({ match: 'GET /ims/userinfo/v2', status: 500 })
    await browser.signIn()
    const session = await sessionOf(browser)
    expect(session).toMatchObject({ status: 'signed-in' })
    expect(session).not.toHaveProperty('profile')
    expect(errors).toMatchObject([{ code: 'http_error', status: 500 }])
  })

  it('works over http on this machine, with a cookie that browsers keep there', async () => {
    const { browser } = await createServerApp({
      redirectUri: 'http://localhost:3002/auth/callback',
    })
    const response = await browser.signIn()
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^mudbrick-3002=[\w.-]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('takes nothing from the host that a proxy names', async () => {
    const { sessions } = await createServerApp()
    const response = await sessions.fetch(
      new Request('http://10.0.0.7:8080/auth/sign-in', { headers: { host: 'evil.example' } }),
    )
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.searchParams.get('redirect_uri')).toBe(`${appOrigin}/auth/callback`)
  })
})

describe('a sign-in of another browser', () => {
  it('is not finished with the response to another browser', async () => {
    const { browser, sandbox, createBrowser } = await createServerApp()
    const other = createBrowser()
    const stolen = await other.answer(await other.begin(), 'vic@wknd.test')
    await browser.begin()
    const response = await browser.request(stolen)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('no longer valid')
    expect(await statusOf(browser)).toBe('signed-out')
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toEqual([])
  })

  it('is not finished with a state that only begins as it should', async () => {
    const { browser, sandbox } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    answer.searchParams.set('state', `${answer.searchParams.get('state')?.slice(0, 16)}forged`)
    expect(await browser.request(answer)).toHaveProperty('status', 400)
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toEqual([])
  })

  it.each([
    ['no state', ['state', undefined], []],
    ['another state', ['state', 'forged-state-0123456789'], []],
    ['no code', ['code', undefined], ['malformed_response']],
    ['a code that IMS never gave', ['code', 'forged-code'], ['token_error']],
    ['another issuer', ['iss', 'https://evil.example'], ['issuer_mismatch']],
  ] as const)('is not finished with %s', async (_, [name, value], reported) => {
    const { browser, errors } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    if (value === undefined) answer.searchParams.delete(name)
    else answer.searchParams.set(name, value)
    expect(await browser.request(answer)).toHaveProperty('status', 400)
    expect(await statusOf(browser)).toBe('signed-out')
    // What users cause by coming late says nothing about the app.
    expect(errors).toMatchObject(reported.map((code) => ({ code })))
  })

  it('is not finished by a process that has another key, and its operator is told', async () => {
    const { browser, sessionsWith, errors } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    const other = await sessionsWith({ keys: createTestKeys('second') })
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await other.fetch(new Request(answer, { headers: { cookie } }))
    expect(response.status).toBe(400)
    expect(errors).toMatchObject([
      { option: 'keys', message: expect.stringContaining('sealed with the key first,') },
    ])
  })

  it('is not finished after ten minutes, even by a browser that kept the cookie', async () => {
    const { browser, sandbox } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    sandbox.clock.advance({ minutes: 10, seconds: 1 })
    expect(await browser.request(answer)).toHaveProperty('status', 400)
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toEqual([])
  })

  it('is not finished with the cookie of another app that has the same keys', async () => {
    const { browser, sessionsWith } = await createServerApp()
    const authorization = await browser.begin()
    const other = await sessionsWith({ clientId: 'wknd-spa' })
    const answer = await browser.answer(authorization)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await other.fetch(new Request(answer, { headers: { cookie } }))
    expect(response.status).toBe(400)
  })
})

describe('the redirect URI', () => {
  it.each([
    ['opened again by a bookmark', '/auth/callback'],
    ['reached from a sign-out at IMS', '/auth/callback?'],
  ])('leads to the start when it is %s', async (_, path) => {
    const { browser } = await createServerApp()
    const response = await browser.request(path)
    expect([response.status, response.headers.get('location')]).toEqual([303, `${appOrigin}/`])
  })

  it('explains that the user declined, and offers to try again', async () => {
    const { browser, errors } = await createServerApp()
    const url = await browser.begin('/auth/sign-in?returnTo=/orders')
    const response = await browser.request(await browser.decline(url))
    const text = await response.text()
    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).toContain('You are not signed in')
    expect(text).toContain('href="/auth/sign-in?returnTo=%2Forders"')
    expect(errors).toEqual([])
    expect(browser.cookies.size).toBe(0)
  })

  it('tells the user nothing about a wrong secret, and the operator all', async () => {
    const { browser, errors } = await createServerApp({ clientSecret: 'fake-secret' })
    const response = await browser.signIn()
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toMatch(/invalid_client|secret/)
    expect(errors).toMatchObject([{ code: 'token_error', error: 'invalid_client' }])
  })

  it.each([
    ['is busy', { status: 503 }],
    ['does not answer', { drop: true }],
    ['throttles', { status: 429, retryAfterSeconds: 5 }],
  ])('asks for patience when IMS %s', async (_, fault) => {
    const { browser, sandbox, errors } = await createServerApp()
    sandbox.faults.add({ match: 'POST /ims/token/v3', ...fault })
    const response = await browser.signIn()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).toContain('try again in a minute')
    expect(errors).toHaveLength(1)
  })

  it('gives tokens back that it cannot keep', async () => {
    const { browser, sandbox, store, errors } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    Object.assign(store, {
      compareAndSwap: () => Promise.reject(new VaultError('store_unavailable')),
    })
    const response = await browser.request(answer)
    expect(response.status).toBe(503)
    expect(errors).toMatchObject([{ code: 'store_unavailable' }])
    expect(browser.cookies.size).toBe(0)
    expect(sandbox.journal.exchanges({ path: '/ims/revoke' })).toMatchObject([
      { status: 200 },
      { status: 200 },
    ])
  })

  it('can be reloaded when the store was down', async () => {
    const { browser, sandbox, store } = await createServerApp()
    const answer = await browser.answer(await browser.begin('/auth/sign-in?returnTo=/orders'))
    store.isDown = true
    const response = await browser.request(answer)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toEqual([])
    store.isDown = false
    const again = await browser.request(answer)
    expect(again.headers.get('location')).toBe(`${appOrigin}/orders`)
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it.each([
    ['a code of its own', 'quota_exceeded', 400, 'with the error quota_exceeded'],
    ['a code of OAuth', 'invalid_scope', 400, 'with the error invalid_scope'],
    ['words', 'Call <b>0123</b> now', 400, 'with an error.'],
    ['a temporary one', 'temporarily_unavailable', 503, 'try again in a minute'],
  ])('shows a page for an error of IMS that is %s', async (_, error, status, text) => {
    const { browser, errors } = await createServerApp()
    const url = await browser.begin('/auth/sign-in?returnTo=/orders')
    const state = url.searchParams.get('state') ?? ''
    const response = await browser.request(
      `/auth/callback?${new URLSearchParams({ error, state })}`,
    )
    const page = await response.text()
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'text/html; charset=utf-8',
    ])
    expect(page).toContain(text)
    expect(page).not.toContain('0123')
    expect(page).toContain('href="/auth/sign-in?returnTo=%2Forders"')
    expect(errors).toMatchObject([{ code: 'authorization_error' }])
  })

  it('shows the error when IMS sends it without a state, and does not report it', async () => {
    const { browser, errors } = await createServerApp()
    const response = await browser.request('/auth/callback?error=invalid_scope')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('with the error invalid_scope')
    expect(errors).toEqual([])
  })

  it('does nothing for link checkers', async () => {
    const { browser } = await createServerApp()
    const answer = await browser.answer(await browser.begin())
    const head = await browser.request(answer, { method: 'HEAD' })
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET'])
    expect(await browser.request('/auth/sign-in', { method: 'HEAD' })).toHaveProperty('status', 405)
    expect(await browser.request(answer)).toHaveProperty('status', 303)
  })
})

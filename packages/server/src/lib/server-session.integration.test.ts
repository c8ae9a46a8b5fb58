import {
  appOrigin,
  cookieName,
  createServerApp,
  createTestKeys,
  sessionOf,
  statusOf,
} from '@mudbrick/testing/server-app'
import { type KeyProvider, VaultError } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'

describe('the session', () => {
  it('is not one that was planted before the sign-in', async () => {
    const { browser, createBrowser } = await createServerApp()
    const attacker = createBrowser()
    await attacker.signIn('vic@wknd.test')
    const planted = attacker.cookies.get(cookieName) ?? ''
    browser.cookies.set(cookieName, planted)
    await browser.signIn('cora@wknd.test')
    expect(browser.cookies.get(cookieName)).not.toBe(planted)
    expect(await sessionOf(browser)).toMatchObject({ profile: { email: 'cora@wknd.test' } })
    expect(await statusOf(attacker)).toBe('signed-out')
  })

  it('is the new user’s after a sign-in as another one, and the old one’s has ended', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn('cora@wknd.test')
    const former = browser.cookies.get(cookieName) ?? ''
    browser.ims.cookies.clear()
    await browser.signIn('ada@wknd.test')
    expect(await sessionOf(browser)).toMatchObject({ profile: { email: 'ada@wknd.test' } })
    browser.cookies.set(cookieName, former)
    expect(await statusOf(browser)).toBe('signed-out')
    await expect.poll(() => sandbox.journal.exchanges({ path: '/ims/revoke' })).toHaveLength(2)
  })

  it('is one of several that a user may have, and ends alone', async () => {
    const { browser, createBrowser } = await createServerApp()
    const phone = createBrowser()
    await Promise.all([browser.signIn('cora@wknd.test'), phone.signIn('cora@wknd.test')])
    await browser.request('/auth/sign-out', { method: 'POST', headers: { origin: appOrigin } })
    expect(await statusOf(browser)).toBe('signed-out')
    expect(await statusOf(phone)).toBe('signed-in')
  })

  it('does not exist without a cookie', async () => {
    const { browser, sessions } = await createServerApp()
    const response = await browser.request('/auth/session')
    expect(await response.json()).toEqual({ status: 'signed-out' })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await sessions.read(new Request(`${appOrigin}/`))).toBeUndefined()
  })

  it.each([
    ['garbage', () => 'garbage'],
    ['empty', () => ''],
    ['a JWE of another', () => 'eyJhbGciOiJBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0.AA.AA.AA.AA'],
    ['too large', (cookie: string) => cookie + 'A'.repeat(8_000)],
    ['of a key whose name leads elsewhere', (cookie: string) => withKeyId(cookie, '../../first')],
  ])('does not exist with a cookie that is %s, which is then removed', async (_, change) => {
    const { browser } = await createServerApp()
    await browser.signIn()
    browser.cookies.set(cookieName, change(browser.cookies.get(cookieName) ?? ''))
    const response = await browser.request('/auth/session')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'signed-out' })
    expect(browser.cookies.has(cookieName)).toBe(false)
  })

  it.each([
    ['cut off', (cookie: string) => cookie.slice(0, -1)],
    [
      'changed',
      (cookie: string) => cookie.replace(/\.[^.]/, (start) => (start === '.-' ? '.A' : '.-')),
    ],
    ['of an unknown key', (cookie: string) => withKeyId(cookie, 'other')],
  ])('does not exist with a cookie that is %s, which stays', async (_, change) => {
    const { browser } = await createServerApp()
    await browser.signIn()
    browser.cookies.set(cookieName, change(browser.cookies.get(cookieName) ?? ''))
    const response = await browser.request('/auth/session')
    expect(await response.json()).toEqual({ status: 'signed-out' })
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it.each([
    ['forged, real', (real: string) => [withKeyId(real, 'other'), real]],
    ['garbage, real', (real: string) => ['garbage', real]],
    ['empty, real', (real: string) => ['', real]],
    ['forged, forged', (real: string) => [withKeyId(real, 'other'), 'garbage']],
  ])('does not exist with two cookies of its name: %s', async (_, change) => {
    const { browser, sessions } = await createServerApp()
    await browser.signIn()
    const cookie = change(browser.cookies.get(cookieName) ?? '')
      .map((value) => `${cookieName}=${value}`)
      .join('; ')
    const request = new Request(`${appOrigin}/orders`, { headers: { cookie } })
    expect(await sessions.read(request)).toBeUndefined()
  })

  it('is that of the first of two cookies of its name, never of both', async () => {
    const { browser, createBrowser, sessions } = await createServerApp()
    const other = createBrowser()
    await browser.signIn('cora@wknd.test')
    await other.signIn('vic@wknd.test')
    const values = [browser, other].map(({ cookies }) => cookies.get(cookieName) ?? '')
    const cookie = values.map((value) => `${cookieName}=${value}`).join('; ')
    const session = await sessions.read(new Request(appOrigin, { headers: { cookie } }))
    expect(session?.profile).toMatchObject({ email: 'cora@wknd.test' })
  })

  it('does not exist with cookies whose names only look like its own', async () => {
    const { browser, sessions } = await createServerApp()
    await browser.signIn()
    const value = browser.cookies.get(cookieName) ?? ''
    const names = ['mudbrick-3002', `${cookieName}x`, cookieName.toLowerCase(), `$${cookieName}`]
    const cookie = names.map((name) => `${name}=${value}`).join('; ')
    const request = new Request(appOrigin, { headers: { cookie } })
    expect(await sessions.read(request)).toBeUndefined()
  })

  it('does not exist with thousands of cookies', async () => {
    const { sessions } = await createServerApp()
    const cookie = Array.from({ length: 20_000 }, (_, index) => `${cookieName}.${index}=a`).join(
      '; ',
    )
    const request = new Request(appOrigin, { headers: { cookie } })
    expect(await sessions.read(request)).toBeUndefined()
  })

  it('does not exist with the cookie of a sign-in under way', async () => {
    const { browser } = await createServerApp()
    await browser.begin()
    const [attempt = ''] = browser.cookies.values()
    browser.cookies.set(cookieName, attempt)
    expect(await statusOf(browser)).toBe('signed-out')
  })

  it('lives on when the key changes, and ends when the old one is removed', async () => {
    const { browser, sandbox, sessionsWith, createBrowser } = await createServerApp()
    await browser.signIn()
    const rotated = await sessionsWith({ keys: createTestKeys('second', 'first') })
    const visitor = createBrowser(rotated.fetch)
    visitor.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    sandbox.clock.advance({ hours: 1 })
    expect(await statusOf(visitor)).toBe('signed-in')
    expect(headerOf(visitor.cookies.get(cookieName) ?? '')).toMatchObject({ kid: 'second' })

    const later = await sessionsWith({ keys: createTestKeys('second') })
    const last = createBrowser(later.fetch)
    last.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    expect(await statusOf(last)).toBe('signed-out')
  })

  it('is back when a key comes back that had been taken away, of which the operator is told', async () => {
    const { browser, sessionsWith, createBrowser, errors } = await createServerApp()
    await browser.signIn()
    const { fetch } = await sessionsWith({ keys: createTestKeys('second') })
    const visitor = createBrowser(fetch)
    visitor.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    expect([await statusOf(visitor), await statusOf(visitor)]).toEqual(['signed-out', 'signed-out'])
    expect(errors).toMatchObject([
      {
        code: 'invalid_option',
        option: 'keys',
        message:
          'A cookie is sealed with the key first, which this process does not have: give it back in MUDBRICK_KEYS, or ignore this if it was taken away on purpose.',
      },
    ])
    browser.cookies.set(cookieName, visitor.cookies.get(cookieName) ?? '')
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('is over when the grant is gone', async () => {
    const { browser, read } = await createServerApp()
    await browser.signIn()
    await (await read())?.revoke()
    const response = await browser.request('/auth/session')
    expect(await response.json()).toEqual({ status: 'signed-out' })
    expect(browser.cookies.has(cookieName)).toBe(false)
  })

  it('is over in every process within a second', async () => {
    const { browser, sandbox, sessionsWith, read } = await createServerApp()
    await browser.signIn()
    const other = await sessionsWith({})
    expect(await read(other)).toBeDefined()
    await (await read())?.revoke()
    sandbox.clock.advance({ seconds: 1 })
    expect(await read(other)).toBeUndefined()
  })
})

describe('how long a session lasts', () => {
  it('ends for idleness, and its tokens with the next sign-in', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn()
    sandbox.clock.advance({ hours: 8 })
    expect(await statusOf(browser)).toBe('signed-out')
    await browser.signIn()
    await expect.poll(() => sandbox.journal.exchanges({ path: '/ims/revoke' })).toHaveLength(2)
  })

  it('is not ended for good by a clock that jumps', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn()
    sandbox.clock.advance({ hours: 1_000 })
    expect(await statusOf(browser)).toBe('signed-out')
    sandbox.clock.advance({ hours: -1_000 })
    expect(await statusOf(browser)).toBe('signed-in')
    sandbox.clock.advance({ hours: -1_000 })
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('does not end while it is used', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn()
    for (let hours = 0; hours < 21; hours += 7) {
      sandbox.clock.advance({ hours: 7 })
      expect(await statusOf(browser)).toBe('signed-in')
    }
  })

  it('ends after fourteen days, used or not', async () => {
    const { browser, sandbox } = await createServerApp({ idleTimeoutMs: 14 * 24 * 3_600_000 })
    await browser.signIn()
    sandbox.clock.advance({ hours: 13 * 24 })
    const response = await browser.request('/auth/session')
    expect(response.headers.getSetCookie()[0]).toContain('Max-Age=86400;')
    sandbox.clock.advance({ hours: 24 })
    expect(await statusOf(browser)).toBe('signed-out')
  })

  it('does not write a cookie at every request', async () => {
    const { browser, sandbox, read } = await createServerApp()
    await browser.signIn()
    sandbox.clock.advance({ minutes: 23 })
    expect(await read()).toHaveProperty('setCookie', undefined)
    sandbox.clock.advance({ minutes: 1 })
    const session = await read()
    expect(session?.setCookie).toMatch(/^__Host-mudbrick-3002=[\w.-]+; Max-Age=/)
  })

  it('does not show the cookie in JSON', async () => {
    const { browser, sandbox, read } = await createServerApp()
    await browser.signIn()
    sandbox.clock.advance({ hours: 1 })
    const session = await read()
    expect(JSON.stringify(session)).not.toContain(cookieName)
    expect({ ...session }).not.toHaveProperty('setCookie')
  })

  it.each([
    ['idleTimeoutMs', 0],
    ['idleTimeoutMs', Number.NaN],
    ['absoluteTimeoutMs', -1],
  ])('refuses %s of %d', async (option, value) => {
    await expect(createServerApp({ [option]: value })).rejects.toMatchObject({
      code: 'invalid_option',
      option,
    })
  })
})

describe('when the store is down', () => {
  it('users stay signed in', async () => {
    const { browser, sandbox, store, read, errors } = await createServerApp()
    await browser.signIn()
    store.isDown = true
    sandbox.clock.advance({ seconds: 1 })
    const response = await browser.request('/auth/session')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({ code: 'store_unavailable' })
    expect(errors).toHaveLength(1)
    await expect(read()).rejects.toBeInstanceOf(VaultError)
    store.isDown = false
    expect(await statusOf(browser)).toBe('signed-in')
  })
})

describe('when the grant record is damaged for good', () => {
  it('signs the user out, and tells the operator', async () => {
    const { browser, sandbox, store, read, errors } = await createServerApp()
    await browser.signIn()
    const { grantId = '' } = (await read()) ?? {}
    const record = await store.read(grantId)
    if (!record) throw new Error('There is no record.')
    const { version } = record
    await store.compareAndSwap(grantId, version, { ...record, version: version + 1, sealed: '' })
    sandbox.clock.advance({ seconds: 1 })
    const response = await browser.request('/auth/session')
    expect(await response.json()).toEqual({ status: 'signed-out' })
    expect(browser.cookies.has(cookieName)).toBe(false)
    expect(errors).toMatchObject([{ code: 'corrupt_record', grantId }])
  })
})

describe('when the key provider fails', () => {
  it('answers 503', async () => {
    const failing: KeyProvider = {
      current: () => Promise.reject(new Error('KMS is away')),
      byId: () => Promise.reject(new Error('KMS is away')),
    }
    const { browser, sessionsWith, createBrowser, errors } = await createServerApp()
    await browser.signIn()
    const { fetch } = await sessionsWith({ keys: failing })
    const visitor = createBrowser(fetch)
    visitor.cookies.set(cookieName, browser.cookies.get(cookieName) ?? '')
    expect(await visitor.request('/auth/session')).toHaveProperty('status', 503)
    expect(await visitor.request('/auth/sign-in')).toHaveProperty('status', 503)
    expect(errors).toMatchObject([{ code: 'keys_unavailable' }, { code: 'keys_unavailable' }])
  })
})

describe('a grant that IMS refuses', () => {
  it('is a session until its token ends, and then one to sign in to again', async () => {
    const { browser, sandbox, read } = await createServerApp()
    await browser.signIn()
    sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
    const session = await read()
    await expect(session?.refresh()).rejects.toMatchObject({ code: 'refresh_rejected' })
    expect(await sessionOf(browser)).toMatchObject({ status: 'signed-in', canRefresh: false })
    for (let hours = 0; hours < 24; hours += 6) {
      sandbox.clock.advance({ hours: 6 })
      await browser.request('/auth/session')
    }
    expect(await sessionOf(browser)).toMatchObject({
      status: 'expired',
      profile: { email: 'cora@wknd.test' },
    })
    expect(await read()).toBeUndefined()
    await browser.signIn()
    expect(await statusOf(browser)).toBe('signed-in')
  })
})

describe('what a session can do', () => {
  it('gives an access token, and replaces it when it has ended', async () => {
    const { browser, sandbox, read } = await createServerApp({ idleTimeoutMs: 48 * 3_600_000 })
    await browser.signIn()
    const session = await read()
    const token = await session?.getAccessToken()
    expect(await session?.getAccessToken()).toBe(token)
    sandbox.clock.advance({ hours: 25 })
    expect(await session?.getAccessToken()).not.toBe(token)
  })

  it('calls the allowed origins with it, and no others', async () => {
    const { browser, sandbox, read } = await createServerApp()
    await browser.signIn()
    const session = await read()
    const response = await session?.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`)
    expect(await response?.json()).toMatchObject({ email: 'cora@wknd.test' })
    await expect(session?.fetch('https://evil.example/')).rejects.toHaveProperty(
      'code',
      'origin_not_allowed',
    )
  })

  it('refreshes on demand', async () => {
    const { browser, sandbox, read } = await createServerApp()
    await browser.signIn()
    const session = await read()
    sandbox.clock.advance({ minutes: 5 })
    await session?.refresh()
    expect(await sessionOf(browser)).toMatchObject({ refreshedAt: sandbox.clock.now() })
  })

  it('refuses an invalid origin before a user signs in', async () => {
    await expect(createServerApp({ allowedOrigins: ['api.example'] })).rejects.toMatchObject({
      option: 'allowedOrigins',
    })
  })
})

describe('a request of Express', () => {
  it('is refused, since it is not a web request', async () => {
    const { sessions } = await createServerApp()
    const request = { url: '/', headers: { cookie: '' } } as unknown as Request
    await expect(sessions.read(request)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message:
        'read() takes a web Request: wrap the handler with toNodeHandler, or give new Request(origin, { headers }).',
    })
    expect(() => sessions.matches(request)).toThrow('matches() takes a web Request: ')
  })
})

describe('the proxy', () => {
  const call = { headers: { 'x-requested-with': 'mudbrick' } }

  it('calls Commerce with the token of the user, and prolongs the session', async () => {
    const { browser, sandbox } = await createWithProxy()
    await browser.signIn()
    sandbox.clock.advance({ hours: 7 })
    const response = await browser.request('/commerce/V1/store/storeConfigs', call)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject([{ code: 'default' }, {}, {}])
    sandbox.clock.advance({ hours: 7 })
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it.each(['/auth', '/auth/session', '/auth/callback'])(
    'cannot be where the routes are: %s',
    async (path) => {
      const { sessions } = await createServerApp()
      const options = { path, target: 'https://api.example', allow: ['GET /x'] }
      expect(() => sessions.proxy(options)).toThrow(
        expect.objectContaining({ code: 'invalid_option', option: 'path' }),
      )
    },
  )

  it('lets no user in without a session, and removes an unusable cookie', async () => {
    const { browser } = await createWithProxy()
    browser.cookies.set(cookieName, 'garbage')
    const response = await browser.request('/commerce/V1/store/storeConfigs', call)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'signed_out' })
    expect(browser.cookies.has(cookieName)).toBe(false)
  })

  async function createWithProxy() {
    const { sandbox, sessions, createBrowser } = await createServerApp()
    const fetch = sessions.proxy({
      path: '/commerce',
      target: `${sandbox.origins.commerce}/rest`,
      allow: ['GET /V1/store/storeConfigs'],
    })
    const browser = createBrowser((request) =>
      sessions.matches(request) ? sessions.fetch(request) : fetch(request),
    )
    return { sandbox, browser }
  }
})

function headerOf(cookie: string): object {
  return JSON.parse(Buffer.from(cookie.split('.')[0] ?? '', 'base64url').toString()) as object
}

function withKeyId(cookie: string, kid: string): string {
  const [, ...rest] = cookie.split('.')
  const header = Buffer.from(JSON.stringify({ ...headerOf(cookie), kid }))
  return [header.toString('base64url'), ...rest].join('.')
}

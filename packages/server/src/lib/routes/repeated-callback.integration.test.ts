import {
  appOrigin,
  cookieName,
  createServerApp,
  createTestKeys,
  type ServerApp,
  statusOf,
} from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

/* Browsers, link scanners and impatient users ask for the redirect URI more than once. */

describe('two callbacks at once', () => {
  it.each(['refuse', 'revoke-tokens'] as const)(
    'sign in once, where IMS would %s for a code that comes twice',
    async (reusedCode) => {
      const app = await createServerApp()
      const { browser, sandbox, read } = app
      sandbox.changeBehavior({ reusedCode })
      const callback = await leave(app)

      const answers = await Promise.all([browser.request(callback), browser.request(callback)])

      expect(answers.map(describeRedirect)).toEqual([toOrders, toOrders])
      expect(exchangesOf(app)).toHaveLength(1)
      const token = await (await read())?.getAccessToken()
      const headers = { authorization: `Bearer ${token}` }
      const userinfo = await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, { headers })
      expect([await statusOf(browser), userinfo.status]).toEqual(['signed-in', 200])
    },
  )

  it('give the browser a session, whichever answer it takes', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    const before = new Map(app.browser.cookies)

    const answers = await Promise.all([
      app.browser.request(callback),
      app.browser.request(callback),
    ])

    for (const answer of answers) {
      const visitor = app.createBrowser()
      for (const [name, value] of before) visitor.cookies.set(name, value)
      keepCookies(visitor.cookies, answer)
      expect(await statusOf(visitor)).toBe('signed-in')
    }
  })

  it('sign in once, when they reach different processes', async () => {
    const app = await createServerApp()
    const { browser, sandbox, sessionsWith } = app
    sandbox.changeBehavior({ reusedCode: 'revoke-tokens' })
    const callback = await leave(app)
    const other = await sessionsWith({})
    const headers = { cookie: cookieHeaderOf(browser.cookies) }

    const [one, two] = await Promise.all([
      browser.request(callback),
      other.fetch(new Request(callback, { headers })),
    ])

    expect([one, two].map(describeRedirect)).toEqual([toOrders, toOrders])
    expect(exchangesOf(app)).toHaveLength(1)
    const visitor = app.createBrowser(other.fetch)
    keepCookies(visitor.cookies, two)
    expect([await statusOf(browser), await statusOf(visitor)]).toEqual(['signed-in', 'signed-in'])
  })

  it('end the former session of the browser, and not the new one', async () => {
    const app = await createServerApp()
    const { browser } = app
    await browser.signIn()
    const former = browser.cookies.get(cookieName) ?? ''
    const callback = await leave(app)

    await Promise.all([browser.request(callback), browser.request(callback)])

    expect(await statusOf(browser)).toBe('signed-in')
    browser.cookies.set(cookieName, former)
    expect(await statusOf(browser)).toBe('signed-out')
  })
})

describe('a callback that is repeated', () => {
  it('leads to the same place without another exchange', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    await app.browser.request(callback)

    const again = await app.browser.request(callback)

    expect(describeRedirect(again)).toEqual(toOrders)
    expect([exchangesOf(app).length, await statusOf(app.browser)]).toEqual([1, 'signed-in'])
  })

  it('leads to the same place when the first answer was lost', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    const before = new Map(app.browser.cookies)
    await app.browser.request(callback)
    restore(app.browser.cookies, before)

    const again = await app.browser.request(callback)

    expect(describeRedirect(again)).toEqual(toOrders)
    expect([exchangesOf(app).length, await statusOf(app.browser)]).toEqual([1, 'signed-in'])
  })

  it('leads to the same place in another process, after the first one has stopped', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    const before = new Map(app.browser.cookies)
    await app.browser.request(callback)
    const other = await app.sessionsWith({})
    const visitor = app.createBrowser(other.fetch)
    restore(visitor.cookies, before)

    const again = await visitor.request(callback)

    expect(describeRedirect(again)).toEqual(toOrders)
    expect([exchangesOf(app).length, await statusOf(visitor)]).toEqual([1, 'signed-in'])
  })

  it('is no sign-in after a sign-out', async () => {
    const app = await createServerApp()
    const { browser } = app
    const callback = await leave(app)
    await browser.request(callback)
    await browser.request('/auth/sign-out', { method: 'POST', headers: { origin: appOrigin } })

    const again = await browser.request(callback)

    expect(again.status).toBe(400)
    expect(await again.text()).toContain('href="/auth/sign-in?returnTo=%2Forders"')
    expect([exchangesOf(app).length, await statusOf(browser)]).toEqual([1, 'signed-out'])
  })

  it('is no sign-in after a sign-out, with the cookies of before', async () => {
    const app = await createServerApp()
    const { browser } = app
    const callback = await leave(app)
    const before = new Map(browser.cookies)
    await browser.request(callback)
    await browser.request('/auth/sign-out', { method: 'POST', headers: { origin: appOrigin } })
    restore(browser.cookies, before)

    expect(await browser.request(callback)).toHaveProperty('status', 400)
    expect(await statusOf(browser)).toBe('signed-out')
  })

  it('is no sign-in for another browser, in any process', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    await app.browser.request(callback)
    const other = await app.sessionsWith({})

    for (const fetch of [app.sessions.fetch, other.fetch]) {
      const visitor = app.createBrowser(fetch)
      await visitor.begin()
      expect(await visitor.request(callback)).toHaveProperty('status', 400)
      expect(await statusOf(visitor)).toBe('signed-out')
    }
    expect(exchangesOf(app)).toHaveLength(1)
  })

  it('leads into the app when the user has signed in again since', async () => {
    const app = await createServerApp()
    const callback = await leave(app)
    await app.browser.request(callback)
    await app.browser.signIn('cora@wknd.test', '/auth/sign-in?returnTo=/products')

    const again = await app.browser.request(callback)

    expect(describeRedirect(again)).toEqual(toOrders)
    expect(await statusOf(app.browser)).toBe('signed-in')
  })

  it('leads to the same place when only the cookie could not be written', async () => {
    const app = await createServerApp()
    const { current, byId } = createTestKeys('first')
    let isFailing = false
    const { fetch } = await app.sessionsWith({
      keys: { byId, current: () => (isFailing ? Promise.reject(new Error('failed')) : current()) },
    })
    const browser = app.createBrowser(fetch)
    const callback = await leave({ browser })
    isFailing = true
    expect(await browser.request(callback)).toHaveProperty('status', 503)
    isFailing = false

    expect(describeRedirect(await browser.request(callback))).toEqual(toOrders)
    expect(exchangesOf(app)).toHaveLength(1)
  })
})

const toOrders = [303, `${appOrigin}/orders`]

/** Begins a sign-in, and returns the address at which IMS sends the browser back. */
async function leave({ browser }: Pick<ServerApp, 'browser'>): Promise<URL> {
  return browser.answer(await browser.begin('/auth/sign-in?returnTo=/orders'))
}

function exchangesOf({ sandbox }: ServerApp): readonly unknown[] {
  return sandbox.journal.exchanges({ path: '/ims/token/v3' })
}

function describeRedirect({ status, headers }: Response): readonly unknown[] {
  return [status, headers.get('location')]
}

function cookieHeaderOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function keepCookies(cookies: Map<string, string>, { headers }: Response): void {
  for (const cookie of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    cookies.set(name, value)
  }
}

function restore(cookies: Map<string, string>, before: ReadonlyMap<string, string>): void {
  cookies.clear()
  for (const [name, value] of before) cookies.set(name, value)
}

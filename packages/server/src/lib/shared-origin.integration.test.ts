import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import {
  appOrigin,
  createServerApp,
  type ServerAppOptions,
  sessionOf,
  statusOf,
} from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

/* Several apps share an origin; a proxy in front leads a path to each, and can remove it. */

describe('two apps of one origin', () => {
  it.each([
    ['whose routes have different paths', {}, {}],
    ['whose cookies have names of their own', { cookieName: 'shop' }, { cookieName: 'admin' }],
  ])('do not disturb each other: %s', async (_, shopOptions, adminOptions) => {
    const { browser } = await createTwoApps(shopOptions, adminOptions)
    const url = await browser.begin('/admin/auth/sign-in?returnTo=/admin/users')
    const callback = await browser.answer(url, 'ada@wknd.test')
    browser.ims.cookies.clear()
    await browser.signIn('cora@wknd.test')

    const response = await browser.request(callback)

    expect(response.headers.get('location')).toBe(`${appOrigin}/admin/users`)
    expect(await sessionOf(browser)).toMatchObject({ profile: { email: 'cora@wknd.test' } })
    expect(await adminSessionOf(browser)).toMatchObject({ profile: { email: 'ada@wknd.test' } })
    const headers = { origin: appOrigin }
    await browser.request('/admin/auth/sign-out', { method: 'POST', headers })
    expect(await adminSessionOf(browser)).toEqual({ status: 'signed-out' })
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('have a limit of sign-ins each', async () => {
    const { browser } = await createTwoApps()
    const first = await browser.begin('/auth/sign-in?returnTo=/orders')
    for (let tabs = 0; tabs < 6; tabs += 1) await browser.begin('/admin/auth/sign-in')

    const response = await browser.request(await browser.answer(first))

    expect(response.headers.get('location')).toBe(`${appOrigin}/orders`)
  })
})

describe('an app in a path of its origin', () => {
  const options = { redirectUri: `${appOrigin}/admin/auth/callback`, appPath: '/admin' }

  it.each([
    ['without a returnTo', '', '/admin/'],
    ['to a page of the app', '?returnTo=/admin/users', '/admin/users'],
    ['to its start page', '?returnTo=/admin', '/admin'],
    ['to another app', '?returnTo=/shop', '/admin/'],
    ['to a path that only begins alike', '?returnTo=/administrator', '/admin/'],
    ['out of it by dots', '?returnTo=/admin/../shop', '/admin/'],
    ['to its own sign-in', '?returnTo=/admin/auth/sign-in', '/admin/'],
  ])('leads back into it: %s', async (_, query, path) => {
    const { browser } = await createServerApp(options)
    const response = await browser.signIn('cora@wknd.test', `/admin/auth/sign-in${query}`)
    expect(response.headers.get('location')).toBe(appOrigin + path)
  })

  it('stays in it after a sign-out, and on the pages of a failure', async () => {
    const { browser, sessions } = await createServerApp(options)
    const headers = { 'x-requested-with': 'mudbrick' }
    const signedOut = await browser.request('/admin/auth/sign-out', { method: 'POST', headers })
    const { logoutUrl } = (await signedOut.json()) as { logoutUrl: string }
    expect(new URL(logoutUrl).searchParams.get('redirect_uri')).toBe(`${appOrigin}/admin/`)
    const failed = await browser.request('/admin/auth/callback?code=a&state=b')
    expect(await failed.text()).toContain('href="/admin/auth/sign-in"')
    expect(sessions.basePath).toBe('/admin/auth')
  })
})

describe('an app whose path the proxy in front removes', () => {
  it('signs in and out, with addresses that are right in the browser', async () => {
    const { sessions, sandbox, seen } = await createStripped()
    const browser = createAppBrowser({ origin: appOrigin, fetch: strip(sessions.fetch), sandbox })

    const url = await browser.begin('/admin/auth/sign-in?returnTo=/admin/users')
    const callback = await browser.answer(url)
    const response = await browser.request(callback)

    expect(url.searchParams.get('redirect_uri')).toBe(`${appOrigin}/admin/auth/callback`)
    expect(response.headers.get('location')).toBe(`${appOrigin}/admin/users`)
    expect(await (await browser.request('/admin/auth/session')).json()).toMatchObject({
      status: 'signed-in',
    })
    for (const cookie of seen.flatMap(({ headers }) => headers.getSetCookie())) {
      expect(cookie).toContain('; Path=/; ')
    }
    const headers = { 'sec-fetch-site': 'same-origin' }
    const signedOut = await browser.request('/admin/auth/sign-out', { method: 'POST', headers })
    const page = await browser.ims.open(signedOut.headers.get('location') ?? '')
    expect(page.url.href).toBe(`${appOrigin}/admin/`)
  })

  it('has links on its pages that are right in the browser', async () => {
    const { sessions, sandbox } = await createStripped()
    const browser = createAppBrowser({ origin: appOrigin, fetch: strip(sessions.fetch), sandbox })
    const failed = await browser.request('/admin/auth/callback?code=a&state=b')
    expect(await failed.text()).toContain('href="/admin/auth/sign-in"')
    const headers = { 'sec-fetch-site': 'cross-site' }
    const refused = await browser.request('/admin/auth/sign-out', { method: 'POST', headers })
    expect(await refused.text()).toContain('href="/admin/"')
    expect(sessions.basePath).toBe('/admin/auth')
  })

  it('has its routes where requests arrive, and leaves the others to the app', async () => {
    const { sessions } = await createStripped()
    const matches = (path: string): boolean => sessions.matches(new Request(appOrigin + path))
    expect(['/auth/sign-in', '/admin/auth/sign-in'].map(matches)).toEqual([true, false])
    const proxy = { path: '/auth/session', target: 'https://api.example', allow: ['GET /x'] }
    expect(() => sessions.proxy(proxy)).toThrow(expect.objectContaining({ option: 'path' }))
  })
})

describe('the options of the address', () => {
  it.each([
    ['appPath', { appPath: 'admin' }, 'is not a path'],
    ['appPath', { appPath: '/admin/../shop' }, 'is not a path'],
    ['appPath', { appPath: '//shop' }, 'is not a path'],
    ['appPath', { appPath: '/admin?x' }, 'is not a path'],
    ['appPath', { appPath: '/shop' }, 'but the path of redirectUri is /admin/auth/callback'],
    ['appPath', { appPath: '/adm' }, 'but the path of redirectUri is /admin/auth/callback'],
    ['isAppPathStripped', { isAppPathStripped: true }, 'without an appPath'],
    ['cookieName', { cookieName: '__Host-shop' }, 'without the prefix __Host-'],
    ['cookieName', { cookieName: 'a.b' }, 'letters, digits'],
    ['cookieName', { cookieName: '' }, 'letters, digits'],
    ['cookieName', { cookieName: 'a; Domain=example' }, 'letters, digits'],
  ])('are checked: %s of %j', async (option, options, message) => {
    const redirectUri = `${appOrigin}/admin/auth/callback`
    await expect(createServerApp({ redirectUri, ...options })).rejects.toMatchObject({
      code: 'invalid_option',
      option,
      message: expect.stringContaining(message),
    })
  })
})

async function createStripped() {
  const seen: Response[] = []
  const { sessions, sandbox } = await createServerApp({
    redirectUri: `${appOrigin}/admin/auth/callback`,
    appPath: '/admin',
    isAppPathStripped: true,
  })
  const fetch = async (request: Request): Promise<Response> => {
    const response = await sessions.fetch(request)
    seen.push(response)
    return response
  }
  return { sessions: { ...sessions, fetch }, sandbox, seen }
}

/** As `location /admin/ { proxy_pass http://127.0.0.1:3002/; }` of nginx. */
function strip(
  fetch: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => {
    const { pathname, search } = new URL(request.url)
    return pathname.startsWith('/admin/')
      ? fetch(
          new Request(`http://127.0.0.1:3002${pathname.slice('/admin'.length)}${search}`, request),
        )
      : Promise.resolve(new Response('another app', { status: 404 }))
  }
}

/** A shop at the top of an origin, its administration below /admin, and a browser of both. */
async function createTwoApps(
  shopOptions: ServerAppOptions = {},
  adminOptions: ServerAppOptions = {},
): Promise<{ readonly browser: AppBrowser }> {
  const { sandbox, sessions, sessionsWith, createBrowser } = await createServerApp(shopOptions)
  const credential = sandbox.credentials
    .list()
    .find(({ clientId }) => clientId === 'commerce-admin')
  const redirectUriPatterns = ['/auth/callback', '/admin/auth/callback'].map(
    (path) => appOrigin + path,
  )
  sandbox.credentials.put({ ...credential, redirectUriPatterns } as NonNullable<typeof credential>)
  const admin = await sessionsWith({
    redirectUri: `${appOrigin}/admin/auth/callback`,
    ...adminOptions,
  })
  const browser = createBrowser((request) =>
    new URL(request.url).pathname.startsWith('/admin/')
      ? admin.fetch(request)
      : sessions.fetch(request),
  )
  return { browser }
}

async function adminSessionOf(browser: AppBrowser): Promise<unknown> {
  return (await browser.request('/admin/auth/session')).json()
}

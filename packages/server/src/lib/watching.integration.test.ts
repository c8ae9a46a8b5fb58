import { createImsClient } from '@mudbrick/ims/credentials'
import { type AppBrowser, createAppBrowser } from '@mudbrick/testing/app-browser'
import {
  appOrigin,
  createServerApp,
  createTestKeys,
  type ServerAppOptions,
} from '@mudbrick/testing/server-app'
import { createAuditTrail, createVault, type VaultEvent } from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'
import { createSessions } from './create-sessions.ts'
import type { ErrorContext } from './error-context.ts'
import { createRequestContext } from './request-context.ts'
import type { ServerEvent } from './server-event.ts'

const script = { 'x-requested-with': 'mudbrick' }
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

describe('events of sessions', () => {
  it('tell how sign-ins end', async () => {
    const { browser, outcomes } = await createWatchedApp()
    await browser.request('/auth/sign-in', { headers: { 'sec-purpose': 'prefetch' } })
    const callback = await browser.answer(await browser.begin())
    await browser.request(callback)
    await browser.request(callback)
    await browser.request('/auth/callback?code=a&state=other')
    await browser.request('/auth/sign-out', { method: 'POST', headers: script })
    await browser.request('/auth/callback?code=a&state=other')
    expect(outcomes()).toEqual([
      'prefetch',
      'started',
      'succeeded',
      'repeated',
      'repeated',
      'stale',
    ])
  })

  it('tell that a user has declined', async () => {
    const { browser, outcomes } = await createWatchedApp()
    await browser.request(await browser.decline(await browser.begin()))
    expect(outcomes()).toEqual(['started', 'denied'])
  })

  it('tell that the store does not answer', async () => {
    const { browser, store, outcomes } = await createWatchedApp()
    const callback = await browser.answer(await browser.begin())
    store.isDown = true
    await browser.request(callback)
    expect(outcomes()).toEqual(['started', 'unavailable'])
  })

  it('tell which key has opened a cookie, only after it did', async () => {
    const { browser, events } = await createWatchedApp()
    await browser.signIn()
    await browser.request('/auth/session')
    for (const name of browser.cookies.keys()) browser.cookies.set(name, forge('evil'))
    await browser.request('/auth/session')
    const opened = events.filter(({ type }) => type === 'cookie-opened')
    expect(opened).toEqual([expect.objectContaining({ keyId: 'first' })])
  })

  it('tell how calls end, and of renewed tokens', async () => {
    let status = 401
    const { browser, sessions, events, sandbox } = await createWatchedApp({
      fetch: async () => {
        const response = new Response('{}', { status })
        status = 200
        return response
      },
    })
    await browser.signIn()
    sandbox.clock.advance({ hours: 1 })
    const call = callOf(browser, sessions, sandbox.origins.commerce)
    await call('/commerce/V1/products')
    await call('/commerce/V1/orders')
    const told = events.filter(({ type }) => type === 'call' || type === 'token-renewed')
    expect(told).toEqual([
      { type: 'token-renewed', path: '/commerce', at: sandbox.clock.now() },
      { type: 'call', path: '/commerce', status: 200, durationMs: 0, at: sandbox.clock.now() },
      { type: 'call', path: '/commerce', status: 403, durationMs: 0, at: sandbox.clock.now() },
    ])
  })

  it('tell that a client has left', async () => {
    const { browser, sessions, events, sandbox } = await createWatchedApp({
      fetch: () => new Promise(() => {}),
    })
    await browser.signIn()
    const leaving = new AbortController()
    const calling = callOf(
      browser,
      sessions,
      sandbox.origins.commerce,
    )('/commerce/V1/products', {
      signal: leaving.signal,
    })
    leaving.abort()
    await expect(calling).rejects.toMatchObject({ name: 'AbortError' })
    expect(events.at(-1)).toMatchObject({ type: 'call', status: undefined })
  })
})

describe('the id of a request', () => {
  it('is that of the proxy in front: in the response, at the service and in the report', async () => {
    const { browser, sessions, sandbox, sent, reports } = await createWatchedApp({
      fetch: () => Promise.reject(new TypeError('broken')),
    })
    await browser.signIn()
    const call = callOf(browser, sessions, sandbox.origins.commerce)
    const response = await call('/commerce/V1/products', { headers: { 'x-request-id': 'id-1' } })
    expect(response.headers.get('x-request-id')).toBe('id-1')
    expect(sent.map(({ headers }) => headers.get('x-request-id'))).toContain('id-1')
    expect(reports).toEqual([{ requestId: 'id-1', route: '/commerce', method: 'GET' }])
  })

  it('is a random one otherwise', async () => {
    const { browser, store, sandbox, reports } = await createWatchedApp()
    await browser.signIn()
    store.isDown = true
    sandbox.clock.advance({ seconds: 2 })
    const headers = { 'x-request-id': 'two words' }
    const response = await browser.request('/auth/session', { headers })
    const requestId = response.headers.get('x-request-id')
    expect(requestId).toMatch(uuid)
    expect(reports).toEqual([{ requestId, route: '/auth/session', method: 'GET' }])
  })

  it('of the service passes too, under a name of its own', async () => {
    const { browser, sessions, sandbox } = await createWatchedApp({
      fetch: async () => new Response('{}', { headers: { 'x-request-id': 'of-adobe' } }),
    })
    await browser.signIn()
    const call = callOf(browser, sessions, sandbox.origins.commerce)
    const { headers } = await call('/commerce/V1/products')
    expect(headers.get('x-request-id')).toMatch(uuid)
    expect(headers.get('x-upstream-request-id')).toBe('of-adobe')
  })

  it('stands in the audit trail, in the lines that the request has caused', async () => {
    const { browser, lines } = await createWatchedApp()
    const callback = await browser.answer(await browser.begin())
    await browser.request(callback, { headers: { 'x-request-id': 'callback-1' } })
    const headers = { ...script, 'x-request-id': 'sign-out-1' }
    await browser.request('/auth/sign-out', { method: 'POST', headers })
    expect(lines()).toMatchObject([
      { type: 'created', requestId: 'callback-1', route: '/auth/callback', method: 'GET' },
      { type: 'revoked', requestId: 'sign-out-1', route: '/auth/sign-out', method: 'POST' },
    ])
  })
})

describe('the reason of a revocation', () => {
  it('is the sign-out', async () => {
    const { browser, reasons } = await createWatchedApp()
    await browser.signIn()
    await browser.request('/auth/sign-out', { method: 'POST', headers: script })
    expect(reasons()).toEqual(['sign-out'])
  })

  it('is a new sign-in', async () => {
    const { browser, reasons } = await createWatchedApp()
    await browser.signIn()
    await browser.signIn()
    expect(reasons()).toEqual(['signed-in-again'])
  })

  it('is that of the app', async () => {
    const { browser, read, reasons } = await createWatchedApp()
    await browser.signIn()
    const session = await read()
    await session?.revoke({ reason: 'contract-ended' })
    await browser.signIn()
    await (await read())?.revoke()
    expect(reasons()).toEqual(['contract-ended', 'requested'])
  })
})

/** An app whose operator notes everything. */
async function createWatchedApp(options: Pick<ServerAppOptions, 'fetch'> = {}) {
  const { sandbox, store } = await createServerApp()
  const { clock } = sandbox
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: `${appOrigin}/auth/callback`,
    scopes: 'openid,AdobeID,email,profile,commerce.accs,offline_access',
    environment: sandbox.origins.ims,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    clock: { now: clock.now, setTimer: () => () => {} },
  })
  const vault = await createVault({
    ims,
    store,
    keys: createTestKeys('vault'),
    clock: { ...ims.clock, elapsed: clock.now },
  })
  const vaultEvents: VaultEvent[] = []
  vault.subscribe((event) => vaultEvents.push(event))
  const requestContext = createRequestContext()
  const written: string[] = []
  const write = (line: string): void => void written.push(line)
  vault.subscribe(createAuditTrail({ process: 'web-1', write, context: requestContext.current }))

  const sent: Request[] = []
  const reports: ErrorContext[] = []
  const events: ServerEvent[] = []
  const { fetch = async () => new Response('{}') } = options
  const sessions = createSessions({
    ims,
    vault,
    keys: createTestKeys('first'),
    fetch: (input, init) => {
      sent.push(new Request(input, init))
      return fetch(input, init)
    },
    onError: (_, context) => reports.push(context),
    requestContext,
  })
  sessions.subscribe((event) => events.push(event))
  const browser = createAppBrowser({ origin: appOrigin, fetch: sessions.fetch, sandbox })

  return {
    sandbox,
    store,
    sessions,
    browser,
    events,
    sent,
    reports,
    outcomes: () => events.flatMap((event) => (event.type === 'sign-in' ? [event.outcome] : [])),
    reasons: () => vaultEvents.flatMap((event) => (event.type === 'revoked' ? [event.reason] : [])),
    lines: () =>
      written
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ type }) => type === 'created' || type === 'revoked'),
    read: () => sessions.read(new Request(appOrigin, { headers: { cookie: cookieOf(browser) } })),
  }
}

function callOf(
  browser: AppBrowser,
  sessions: ReturnType<typeof createSessions>,
  target: string,
): (path: string, init?: RequestInit) => Promise<Response> {
  const proxy = sessions.proxy({ path: '/commerce', target, allow: ['GET /V1/products'] })
  return (path, init = {}) => {
    const headers = { ...script, cookie: cookieOf(browser), ...(init.headers as object) }
    return proxy(new Request(`${appOrigin}${path}`, { ...init, headers }))
  }
}

function cookieOf({ cookies }: AppBrowser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** Looks as if it were sealed with this key. */
function forge(kid: string): string {
  const purpose = `session commerce-admin ${appOrigin}`
  const header = JSON.stringify({ alg: 'A256KW', enc: 'A256GCM', kid, purpose })
  return `${Buffer.from(header).toString('base64url')}.AA.AA.AA.AA`
}

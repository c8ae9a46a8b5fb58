import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { startTabWorld, type TabWorld } from './pages/tab-world.mjs'
import { createTabs, type Tabs } from './pages/tabs.mjs'

const ada = 'ada@wknd.test'
const behavior = {
  preset: 'strict',
  publicClientRefreshTokens: true,
  // Shorter than clocks are off here.
  accessTokenLifetimeMs: 3_600_000,
} as const

let world: TabWorld
let context: BrowserContext
let tabs: Tabs

beforeAll(async () => {
  world = await startTabWorld({ behavior })
})

afterAll(() => world?.close())

beforeEach(async () => {
  world.sandbox.reset()
  world.register()
  world.tamperWith(undefined)
  world.requests.length = 0
  context = await openContext()
  tabs = createTabs(world, context)
})

afterEach(() => context.close())

/** A tab on its redirect page, whose answer has not been read yet. */
async function comeBack(variant = 'session'): Promise<Page> {
  const page = await tabs.open(variant)
  await tabs.leaveForIms(page)
  await tabs.answerIms(page, ada)
  return page
}

/** How finishing ends, in a word. */
function finish(page: Page): Promise<string> {
  return page.evaluate(() =>
    tab.finish().then(
      () => 'signed in',
      (error: { readonly code: string }) => error.code,
    ),
  )
}

function statusOf(page: Page): Promise<string> {
  return page.evaluate(() => globalThis.page.session.getSnapshot().status)
}

function readStorage(page: Page): Promise<string> {
  return page.evaluate(() =>
    [sessionStorage, localStorage].flatMap((storage) => Object.values(storage)).join(),
  )
}

describe('a sign-in that comes back', () => {
  it('is finished once, however often it is asked for', async () => {
    const page = await comeBack()
    expect(await Promise.all([finish(page), finish(page)])).toEqual(['signed in', 'signed in'])
    expect(await finish(page)).toBe('signed in')
    expect(world.countTokenRequests()).toBe(1)
  })

  it('with another state is rejected before anything is sent, and left in the address', async () => {
    world.tamperWith((_, response) => changeAnswer(response, 'state', 'fake-state'))
    const page = await comeBack()
    expect(await finish(page)).toBe('state_mismatch')
    expect(world.countTokenRequests()).toBe(0)
    expect(page.url()).toContain('state=fake-state')
  })

  it('from another issuer is rejected before anything is sent', async () => {
    world.tamperWith((_, response) => changeAnswer(response, 'iss', 'https://another.test'))
    const page = await comeBack()
    expect(await finish(page)).toBe('issuer_mismatch')
    expect(world.countTokenRequests()).toBe(0)
    expect(await statusOf(page)).toBe('signed-out')
  })

  it('whose ID token has another nonce leaves nothing behind', async () => {
    world.tamperWith(async ({ method }, response) =>
      method === 'POST' && response.ok ? changeNonce(response) : response,
    )
    const page = await comeBack()
    expect(await finish(page)).toBe('nonce_mismatch')
    expect(world.countTokenRequests()).toBe(1)
    expect(await statusOf(page)).toBe('signed-out')
    expect(await readStorage(page)).not.toContain('eyJ')
  })

  it('is not tried again when the code meets a 503', async () => {
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    const page = await comeBack()
    expect(await finish(page)).not.toBe('signed in')
    expect(world.countTokenRequests()).toBe(1)
    expect(await statusOf(page)).toBe('signed-out')
  })
})

describe('a sign-in that is stopped on its way to IMS', () => {
  // What other engines do then is in engines/features.engine.ts.
  it('has ended', async () => {
    const page = await tabs.open('session')
    world.sandbox.faults.add({ match: 'GET /ims/authorize/*', delayMs: 5000, times: 1 })
    await page.evaluate(async () => {
      void tab.signIn()
      await new Promise((resolve) => setTimeout(resolve, 700))
      window.stop()
    })
    await expect.poll(() => statusOf(page)).toBe('signed-out')
  })
})

describe('from click to token', () => {
  it('the browser sends two requests while IMS knows the user, and no preflight', async () => {
    const first = await tabs.signIn('memory')
    await first.close()
    const page = await tabs.open('memory')
    await page.evaluate(() => globalThis.page.session.ready)
    const devTools = await context.newCDPSession(page)
    await devTools.send('Network.enable')
    const sent: string[] = []
    devTools.on('Network.requestWillBeSent', ({ request: { method, url } }) => {
      const { origin, pathname } = new URL(url)
      if (origin === world.imsOrigin) sent.push(`${method} ${pathname}`)
    })
    world.requests.length = 0

    void page.evaluate(() => tab.signIn())
    await page.waitForURL('**/callback*')
    await page.waitForFunction(() => 'tab' in globalThis)
    expect(await finish(page)).toBe('signed in')

    const expected = ['GET /ims/authorize/v2', 'POST /ims/token/v3']
    const served = world.requests.map(({ method, path }) => `${method} ${path}`)
    expect(untilToken(sent)).toEqual(expected)
    expect(untilToken(served)).toEqual(expected)
  })
})

/** What comes later, such as the request for a profile, is not part of the story. */
function untilToken(requests: readonly string[]): readonly string[] {
  return requests.slice(0, requests.indexOf('POST /ims/token/v3') + 1)
}

describe.each([2, -2])('a browser whose clock is off by %i hours', (hours) => {
  it('signs in, stays, renews, and may be set right', async () => {
    await tabs.setSkew(hours)
    const page = await tabs.signIn('session')
    expect(await statusOf(page)).toBe('signed-in')
    await page.reload()
    await page.evaluate(() => globalThis.page.session.ready)
    expect(await statusOf(page)).toBe('signed-in')

    const before = await page.evaluate(() => tab.getToken())
    expect(world.countTokenRequests()).toBe(1)
    await tabs.advance(2)
    const token = await page.evaluate(() => tab.getToken())
    expect(token).not.toBe(before)
    expect(await world.isGood(token)).toBe(true)
    expect(world.countTokenRequests()).toBe(2)

    await tabs.setSkew(0)
    expect(await world.isGood(await page.evaluate(() => tab.getToken()))).toBe(true)
    expect(world.countTokenRequests()).toBeLessThanOrEqual(3)
    expect(await statusOf(page)).toBe('signed-in')
  })
})

/** Another value for a parameter of the authorization response, in the query or the fragment. */
function changeAnswer(response: Response, name: string, value: string): Response {
  const location = URL.parse(response.headers.get('location') ?? '')
  if (!location?.searchParams.has('code')) return response
  location.searchParams.set(name, value)
  response.headers.set('location', location.href)
  return response
}

async function changeNonce(response: Response): Promise<Response> {
  const tokens = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { id_token?: string }
  if (tokens.id_token === undefined) return response
  const [header, payload = '', signature] = tokens.id_token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...claims, nonce: 'fake-nonce' }))
  const idToken = [header, forged.toString('base64url'), signature].join('.')
  return Response.json({ ...tokens, id_token: idToken }, response)
}

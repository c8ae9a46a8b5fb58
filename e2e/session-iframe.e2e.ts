import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { launchPlainChromium, type PlainChromium } from './pages/plain-chromium.mjs'
import { startTabWorld, type TabWorld } from './pages/tab-world.mjs'
import { callAll, createTabs, judge, type Tabs } from './pages/tabs.mjs'

let world: TabWorld
let chromium: PlainChromium
let tabs: Tabs

beforeAll(async () => {
  world = await startTabWorld({ behavior: 'strict' })
})

afterAll(() => world?.close())
afterEach(() => chromium.close())

async function signInWhere(hasThirdPartyCookies: boolean): Promise<Page> {
  chromium = await launchPlainChromium({ hasThirdPartyCookies })
  tabs = createTabs(world, chromium.context)
  return tabs.signIn('session-iframe')
}

const statusOf = (page: Page): Promise<string> =>
  page.evaluate(() => globalThis.page.session.getSnapshot().status)

describe('a session without refresh token', () => {
  it('renews in a frame where the browser allows third-party cookies', async () => {
    const page = await signInWhere(true)
    const pages = [page, await tabs.open('session-iframe')]
    const before = await page.evaluate(() => tab.getToken())
    const since = world.requests.length
    await tabs.advance(25)
    const calls = await callAll(pages, 10)
    expect(await judge(world, { since, before, calls })).toEqual({
      requests: 1,
      fresh: 20,
      stale: 0,
      errors: [],
    })
    expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(0)
  })

  it('asks for a sign-in, and forgets no user, where it does not', async () => {
    const page = await signInWhere(false)
    await tabs.advance(25)
    const since = world.requests.length
    const [calls] = await callAll([page], 1)
    expect(calls?.errors).toEqual(['SignInRequiredError no_session'])
    expect(world.countTokenRequests(since)).toBe(0)
    expect(world.requests.slice(since).map(({ path }) => path)).toContain('/ims/authorize/v2')
    expect(await statusOf(page)).not.toBe('signed-out')
    expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(0)
  })
})

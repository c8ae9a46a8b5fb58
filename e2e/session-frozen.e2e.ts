import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { launchPlainChromium, type PlainChromium } from './pages/plain-chromium.mjs'
import type { Calls } from './pages/tab-page.ts'
import { startTabWorld, type TabWorld } from './pages/tab-world.mjs'
import { callAll, createTabs, judge, type Judgement, type Tabs } from './pages/tabs.mjs'

const callers = 10

let world: TabWorld
let chromium: PlainChromium
let tabs: Tabs

beforeAll(async () => {
  ;[world, chromium] = await Promise.all([startTabWorld(), launchPlainChromium()])
})

afterAll(async () => {
  await chromium?.close()
  await world?.close()
})

beforeEach(async () => {
  world.sandbox.reset()
  world.register()
  tabs = createTabs(world, chromium.context)
  await tabs.forget()
})

/** One tab of the window is visible, as for a person; the timers of the others are slow. */
async function openTabs(variant: string, count: number): Promise<[Page, ...Page[]]> {
  const pages: [Page, ...Page[]] = [await tabs.signIn(variant)]
  for (let index = 1; index < count; index += 1) pages.push(await tabs.open(variant))
  await pages[0].bringToFront()
  return pages
}

async function openPair(): Promise<readonly [Page, Page]> {
  const first = await tabs.signIn('session')
  const second = await tabs.open('session')
  await first.bringToFront()
  return [first, second]
}

async function renewIn(pages: readonly Page[]): Promise<Judgement> {
  const before = await tokenOf(pages)
  const since = world.requests.length
  await tabs.advance(25)
  return judge(world, { since, before, calls: await callAll(pages, callers) })
}

async function tokenOf([page]: readonly Page[]): Promise<string> {
  return (await page?.evaluate(() => tab.getToken())) ?? ''
}

/** The results of callers that waited for a frozen tab to run again. */
async function whenResumed(page: Page): Promise<Calls> {
  const calls = await page.evaluate(() => tab.callsOnResume())
  if (!calls) throw new Error('The tab does not run again.')
  return calls
}

const oneRequest = (fresh: number): Judgement => ({ requests: 1, fresh, stale: 0, errors: [] })

// The others are in bench/tabs: it takes seconds to find out that a tab is frozen.
describe.each(['session'])('a frozen tab, with the session in %s', (variant) => {
  it('keeps no caller waiting, and sends no used refresh token when it runs again', async () => {
    const [first, ...others] = await openTabs(variant, 5)
    // Hidden tabs, whose timers are slow, are like any others.
    expect(await renewIn([first, ...others])).toEqual(oneRequest(50))
    const frozen = others.pop() ?? first
    await frozen.evaluate((count) => tab.callOnResume(count), callers)
    const devTools = await tabs.freeze(frozen)
    expect(await renewIn([first, ...others])).toEqual(oneRequest(40))
    expect(await renewIn([first, ...others])).toEqual(oneRequest(40))

    const before = await tokenOf([first])
    const since = world.requests.length
    await tabs.advance(25)
    const [calls] = await Promise.all([callAll([first, ...others], callers), tabs.resume(devTools)])
    const late = await whenResumed(frozen)
    expect(await judge(world, { since, before, calls: [...calls, late] })).toEqual(oneRequest(50))
    expect((await frozen.evaluate(() => tab.standstill())).events).toEqual(['freeze', 'resume'])
  })
})

describe('a page that the back button brings back', () => {
  it('is not signing in any more', async () => {
    const app = await tabs.open('session')
    await app.bringToFront()
    await tabs.leaveForIms(app)
    // Playwright waits for a load that such a page has no more.
    void app.evaluate(() => history.back()).catch(() => {})
    await expect.poll(() => statusesOf(app)).toEqual(['signed-out', 'signing-in', 'signed-out'])
    await tabs.leaveForIms(app)
  })

  async function statusesOf(app: Page): Promise<readonly string[] | undefined> {
    return app
      .evaluate(() => globalThis.page?.seen.map(({ snapshot }) => snapshot.status))
      .catch(() => undefined)
  }
})

describe('a tab that was frozen', () => {
  it('is signed out as soon as it runs again', async () => {
    const [first, frozen] = await openPair()
    const devTools = await tabs.freeze(frozen)
    await first.evaluate(() => void page.session.signOut())
    await first.waitForURL(`${world.origin}/mudbrick/session/`)
    await tabs.resume(devTools)
    await frozen.bringToFront()
    expect(await frozen.evaluate(() => page.session.getSnapshot().status)).toBe('signed-out')
  })

  it('belongs to the new user as soon as it runs again', async () => {
    const [first, frozen] = await openPair()
    const devTools = await tabs.freeze(frozen)
    await tabs.leaveForIms(first, 'login')
    await tabs.answerIms(first, 'vic@wknd.test')
    await first.evaluate(() => tab.finish())
    await tabs.resume(devTools)
    await frozen.bringToFront()
    expect(await tokenOf([frozen])).toBe(await tokenOf([first]))
  })
})

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openContext } from './chromium.ts'
import { startTabWorld, type TabWorld } from './pages/tab-world.mjs'
import { callAll, createTabs, judge, type Judgement, type Tabs } from './pages/tabs.mjs'

/** Two at least. */
type Pages = [Page, Page, ...Page[]]

const callers = 10

let world: TabWorld
let context: BrowserContext
let tabs: Tabs

beforeAll(async () => {
  world = await startTabWorld()
})

afterAll(() => world?.close())

async function openBrowser(): Promise<void> {
  world.sandbox.reset()
  world.register()
  context = await openContext()
  tabs = createTabs(world, context)
}

/** A user in one tab, and further tabs. */
async function openTabs(variant: string, count: number): Promise<Pages> {
  const pages: Pages = [await tabs.signIn(variant), await tabs.open(variant)]
  while (pages.length < count) pages.push(await tabs.open(variant))
  // A tab that was just opened still asks the others for the session.
  await Promise.all(pages.map((opened) => opened.waitForFunction(isSignedIn)))
  return pages
}

function isSignedIn(): boolean {
  return page.session.getSnapshot().status === 'signed-in'
}

/** The token expires, and every tab asks for another at once. */
async function renewInAll(
  pages: readonly Page[],
  meanwhile: () => Promise<readonly Page[]> = () => Promise.resolve([]),
): Promise<Judgement> {
  const before = await tokenOf(pages)
  const since = world.requests.length
  await tabs.advance(25)
  const [calls, late] = await Promise.all([callAll([...pages], callers), meanwhile()])
  const lateCalls = await callAll(late, callers)
  return judge(world, { since, before, calls: [...calls, ...lateCalls] })
}

async function tokenOf([page]: readonly Page[]): Promise<string> {
  return (await page?.evaluate(() => tab.getToken())) ?? ''
}

const oneRequestOf = ({ length }: readonly Page[]): Judgement => oneRequest(length * callers)
const oneRequest = (fresh: number): Judgement => ({ requests: 1, fresh, stale: 0, errors: [] })

// The sandbox of these tabs is strict: a refresh token that is sent twice ends the session of all of them.
describe.each(['memory', 'session', 'local'])(
  'ten callers in each tab, and the token expires, with the session in %s',
  (variant) => {
    let pages: Pages

    beforeAll(async () => {
      await openBrowser()
      pages = await openTabs(variant, 5)
    })

    afterAll(() => context.close())

    async function closeOne(): Promise<() => Promise<Page>> {
      const [first, closed, second, ...others] = pages
      if (!second) throw new Error('There are too few tabs.')
      pages = [first, second, ...others]
      return tabs.restore(closed)
    }

    it('five tabs make one request', async () => {
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
    })

    it('a duplicated tab, and then its original, make none of their own', async () => {
      pages.push(await tabs.duplicate(pages[0]))
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
    })

    it('a restored tab, whose refresh token has been used meanwhile, sends it no more', async () => {
      const restore = await closeOne()
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
      pages.push(await restore())
      expect(await renewInAll(pages)).toEqual(oneRequestOf(pages))
    })

    it('a tab that is restored in the middle of a renewal waits for it', async () => {
      const restore = await closeOne()
      world.sandbox.faults.add({ match: 'POST /ims/token/*', delayMs: 300, times: 1 })
      const judgement = await renewInAll(pages, async () => {
        pages.push(await restore())
        return pages.slice(-1)
      })
      expect(judgement).toEqual(oneRequestOf(pages))
    })
  },
)

describe('several tabs', () => {
  beforeEach(openBrowser)
  afterEach(() => context.close())

  it('do not notice one 503 while renewing', async () => {
    const pages = await openTabs('session', 2)
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    expect(await renewInAll(pages)).toEqual({ ...oneRequest(20), requests: 2 })
  })

  it('go on when one is closed in the middle of a renewal, where IMS lets them', async () => {
    world.sandbox.changeBehavior({ refreshGraceMs: 60_000 })
    expect(await closeDuringRenewal()).toMatchObject({ fresh: 20, stale: 0, errors: [] })
  })

  it('ask for a sign-in then, where IMS does not', async () => {
    const judgement = await closeDuringRenewal()
    expect(judgement).toMatchObject({ requests: 2, fresh: 0, stale: 0 })
    expect(judgement.errors.filter((error) => error.startsWith('SignInRequired'))).toHaveLength(20)
  })

  async function closeDuringRenewal(): Promise<Judgement> {
    const [first, ...others] = await openTabs('session', 3)
    const before = await tokenOf([first])
    const since = world.requests.length
    await tabs.advance(25)
    holdBackFirstAnswer()
    void first.evaluate(() => tab.getToken()).catch(() => {})
    await expect.poll(() => world.countTokenRequests(since)).toBe(1)
    const calls = callAll(others, callers)
    await first.close()
    return judge(world, { since, before, calls: await calls })
  }

  /** The refresh token is used up by then, and its successor is lost with the tab. */
  function holdBackFirstAnswer(): void {
    world.tamperWith(async (_, response) => {
      world.tamperWith(undefined)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return response
    })
  }

  it('leave nothing to one that is restored alone, which sends no used refresh token', async () => {
    const [first, second] = await openTabs('session', 2)
    const restore = await tabs.restore(second)
    expect(await renewInAll([first])).toEqual(oneRequest(10))
    await first.close()
    const since = world.requests.length
    const restored = await restore()
    const [calls] = await callAll([restored], callers)
    expect(new Set(calls?.errors)).toEqual(new Set(['SignInRequiredError no_session']))
    expect(world.countTokenRequests(since)).toBe(0)
    expect(await restored.evaluate(() => page.session.getSnapshot().status)).toBe('expired')
  })

  it('stay signed out when one signs out while another renews', async () => {
    const [first, second, third] = await openTabs('session', 3)
    const since = world.requests.length
    await tabs.advance(25)
    holdBackFirstAnswer()
    const calls = callAll([second, ...(third ? [third] : [])], callers)
    await expect.poll(() => world.countTokenRequests(since)).toBe(1)
    await first.evaluate(() => void page.session.signOut())
    for (const { errors } of await calls) {
      expect(new Set(errors)).toEqual(new Set(['SignInRequiredError no_session']))
    }
    // The answer that was held back has come by then.
    await first.waitForURL(`${world.origin}/mudbrick/session/`)
    await second.waitForTimeout(600)
    expect(await second.evaluate(() => page.session.getSnapshot().status)).toBe('signed-out')
    expect(await readStorage(second)).not.toContain('accessToken')
  })

  it('come to agree when two users finish signing in at once', async () => {
    const first = await tabs.open('session')
    await tabs.leaveForIms(first)
    await tabs.answerIms(first, 'ada@wknd.test')
    const second = await tabs.open('session')
    await tabs.leaveForIms(second, 'login')
    await tabs.answerIms(second, 'vic@wknd.test')
    await Promise.all([first, second].map((each) => each.evaluate(() => tab.finish())))

    await expect.poll(() => tokenOf([first])).toBe(await tokenOf([second]))
    expect(await renewInAll([first, second])).toEqual(oneRequest(20))
  })

  // A machine that has much else to do may be late once.
  it('hear of a sign-out within 100 ms', { retry: 3 }, async () => {
    const [first, second, ...others] = await openTabs('session', 5)
    const at = await first.evaluate(() => {
      const now = Date.now()
      void page.session.signOut()
      return now
    })
    await first.waitForURL(`${world.origin}/mudbrick/session/`)
    const heardAt = await Promise.all(
      [second, ...others].map((other) => whenSeen(other, 'signed-out', at)),
    )
    expect(Math.max(...heardAt) - at).toBeLessThan(100)
    expect(await readStorage(second)).not.toContain('accessToken')
  })

  it('hear of another user within 100 ms, and take no user for another', { retry: 3 }, async () => {
    const [first, second, ...others] = await openTabs('session', 5)
    await whenProfile(second, 'Ada Auster')
    await tabs.leaveForIms(first, 'login')
    await tabs.answerIms(first, 'vic@wknd.test')
    const before = Date.now()
    await first.evaluate(() => tab.finish())
    const at = await whenSeen(first, 'signed-in', before)
    const heardAt = await Promise.all(
      [second, ...others].map((other) => whenSeen(other, 'signed-in', before)),
    )
    expect(Math.max(...heardAt) - at).toBeLessThan(100)

    await whenProfile(second, 'Vic Verweij')
    const names = await second.evaluate(
      (since) =>
        page.seen.flatMap(({ at: seenAt, snapshot }) =>
          seenAt >= since && 'profile' in snapshot ? [snapshot.profile?.name] : [],
        ),
      before,
    )
    expect(new Set(names)).toEqual(new Set([undefined, 'Vic Verweij']))
  })
})

/** When a page first saw this state at or after a moment, by the machine's clock. */
async function whenSeen(page: Page, status: string, since: number): Promise<number> {
  const found = await page.waitForFunction(
    ([wanted, from]) =>
      globalThis.page.seen.find(({ at, snapshot }) => at >= from && snapshot.status === wanted)?.at,
    [status, since] as const,
  )
  return (await found.jsonValue()) ?? Number.NaN
}

async function whenProfile(page: Page, name: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const snapshot = globalThis.page.session.getSnapshot()
    return 'profile' in snapshot && snapshot.profile?.name === wanted
  }, name)
}

function readStorage(page: Page): Promise<string> {
  return page.evaluate(() =>
    [sessionStorage, localStorage].flatMap((storage) => Object.values(storage)).join(),
  )
}

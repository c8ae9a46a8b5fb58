import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type { Calls } from '../pages/tab-page.ts'
import { startTabWorld, type TabWorld } from '../pages/tab-world.mjs'
import { judge } from '../pages/tabs.mjs'
import type { Engine } from './engine.ts'
import { launchFirefox } from './firefox.ts'
import { createUser, type User } from './user.ts'
import { launchWebKit } from './webkit.ts'

declare global {
  interface Window {
    /** The callers of a tab, of which the story asks later. */
    calls: Promise<Calls>
  }
}

const callers = 10

let world: TabWorld

beforeAll(async () => {
  world = await startTabWorld()
})

afterAll(() => world?.close())

describe.each([
  { name: 'Firefox', launch: launchFirefox },
  { name: 'WebKitGTK', launch: launchWebKit },
])('two tabs in $name', ({ launch }) => {
  let engine: Engine
  let user: User

  beforeEach(async () => {
    world.sandbox.reset()
    world.register()
    engine = await launch()
    user = createUser(world, engine.driver)
  })

  afterEach(() => engine?.close())

  /** The first has signed in; the second was told so by the first. */
  async function openTabs(storage: string): Promise<readonly [string, string]> {
    const [first = ''] = await engine.driver.listTabs()
    await user.signIn(storage)
    const second = await engine.driver.openTab()
    await user.visit(storage)
    await user.waitForStatus('signed-in')
    return [first, second]
  }

  it.each(['memory', 'session', 'local'])(
    'renew with one request for ten callers in each, in %s',
    async (storage) => {
      const tabs = await openTabs(storage)
      const before = await user.token()
      const since = world.requests.length
      await user.advance(25)
      // WebDriver speaks to one tab after the other; meanwhile the first request is on its way.
      world.sandbox.faults.add({ match: 'POST /ims/token/*', delayMs: 1500, times: 1 })
      for (const handle of tabs) {
        await engine.driver.switchTo(handle)
        await engine.driver.evaluate((count) => {
          window.calls = tab.call(count, 0)
        }, callers)
      }
      const calls: Calls[] = []
      for (const handle of tabs) {
        await engine.driver.switchTo(handle)
        calls.push(await engine.driver.evaluate(() => window.calls))
      }
      expect(await judge(world, { since, before, calls })).toEqual({
        requests: 1,
        fresh: 2 * callers,
        stale: 0,
        errors: [],
      })
    },
  )

  it('sign out together', async () => {
    const [first, second] = await openTabs('session')
    await engine.driver.switchTo(first)
    await engine.driver.evaluate(() => void page.session.signOut())
    await engine.driver.switchTo(second)
    await user.waitForStatus('signed-out')
  })
})

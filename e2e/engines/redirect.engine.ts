import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startTabWorld, type TabWorld } from '../pages/tab-world.mjs'
import type { Engine } from './engine.ts'
import { launchFirefox } from './firefox.ts'
import { createUser, type User } from './user.ts'
import { launchWebKit } from './webkit.ts'

let world: TabWorld

beforeAll(async () => {
  world = await startTabWorld()
})

afterAll(() => world?.close())

describe.each([
  { name: 'Firefox', launch: launchFirefox },
  { name: 'WebKitGTK', launch: launchWebKit },
])('a sign-in by redirect in $name', ({ launch }) => {
  let engine: Engine
  let user: User

  beforeEach(async () => {
    world.sandbox.reset()
    world.register()
    world.requests.length = 0
    engine = await launch()
    user = createUser(world, engine.driver)
  })

  afterEach(() => engine?.close())

  it.each(['session', 'local'])(
    'comes back, and lasts through a reload, in %s',
    async (storage) => {
      await user.signIn(storage)
      expect(await user.status()).toBe('signed-in')
      expect(await user.address()).not.toMatch(/code=|state=/)
      const token = await user.token()
      expect(await world.isGood(token)).toBe(true)

      await user.visit(storage)
      expect(await user.token()).toBe(token)
      expect(world.countTokenRequests()).toBe(1)
    },
  )

  it('ends with the page where no other tab has the session, in memory', async () => {
    await user.signIn('memory')
    await user.visit('memory')
    expect(await user.status()).toBe('signed-out')
  })

  it('is not going on any more when the back button leaves IMS', async () => {
    await user.visit('session')
    await user.leaveForIms()
    await engine.driver.evaluate(() => history.back())
    await engine.driver.waitFor(
      () => globalThis.page?.session.getSnapshot().status === 'signed-out',
    )
    await user.leaveForIms()
  })
})

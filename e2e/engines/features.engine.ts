import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startTabWorld, type TabWorld } from '../pages/tab-world.mjs'
import type { Engine } from './engine.ts'
import { launchFirefox } from './firefox.ts'
import { createUser, type User } from './user.ts'
import { launchWebKit } from './webkit.ts'

// The table of packages/browser/README.md, "Browsers", says the same in words.
const all = {
  sessionStorage: 'yes',
  localStorage: 'yes',
  BroadcastChannel: 'yes',
  'Web Locks': 'yes',
  'Navigation API': 'yes',
}

let world: TabWorld
let engine: Engine
let user: User

beforeAll(async () => {
  world = await startTabWorld()
})

afterAll(() => world?.close())
afterEach(() => engine?.close())

async function openPage(launched: Engine): Promise<void> {
  world.sandbox.reset()
  world.register()
  world.requests.length = 0
  engine = launched
  user = createUser(world, engine.driver)
  await user.visit('session')
}

/** What this page may use of what a session asks a browser for. */
async function listFeatures(): Promise<Record<string, string>> {
  const { navigation } = window as unknown as { readonly navigation?: EventTarget }
  const uses: Readonly<Record<string, () => unknown>> = {
    sessionStorage: () => sessionStorage.setItem('mudbrick-e2e', ''),
    localStorage: () => localStorage.setItem('mudbrick-e2e', ''),
    BroadcastChannel: () => new BroadcastChannel('mudbrick-e2e').close(),
    'Web Locks': () => navigator.locks.request('mudbrick-e2e', () => {}),
  }
  const answers: Record<string, string> = {
    'Navigation API': navigation === undefined ? 'no' : 'yes',
  }
  for (const [name, use] of Object.entries(uses)) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      await use()
      answers[name] = 'yes'
    } catch (error) {
      answers[name] = (error as Error).name
    }
  }
  return answers
}

/** A sign-in whose way to IMS takes long, and which is stopped; gives what the session and the browser say of it. */
async function stopLeaving(): Promise<{ readonly status: string; readonly isTold: boolean }> {
  world.sandbox.faults.add({ match: 'GET /ims/authorize/*', delayMs: 5000, times: 1 })
  return engine.driver.evaluate(async () => {
    let isTold = false
    const { navigation } = window as unknown as { readonly navigation?: EventTarget }
    navigation?.addEventListener('navigateerror', () => (isTold = true))
    void tab.signIn()
    await new Promise((resolve) => setTimeout(resolve, 700))
    window.stop()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    return { status: page.session.getSnapshot().status, isTold }
  })
}

describe('Firefox', () => {
  beforeEach(async () => openPage(await launchFirefox()))

  it('has all that a session can use', async () => {
    expect(await engine.driver.evaluate(listFeatures)).toEqual(all)
  })
})

describe('Firefox that keeps no data for the app', () => {
  beforeEach(async () => {
    const firefox = await launchFirefox()
    await firefox.blockSiteData(world.origin)
    await openPage(firefox)
  })

  it('refuses storage, and with it the channel and the locks', async () => {
    expect(await engine.driver.evaluate(listFeatures)).toEqual({
      sessionStorage: 'SecurityError',
      localStorage: 'SecurityError',
      BroadcastChannel: 'SecurityError',
      'Web Locks': 'SecurityError',
      'Navigation API': 'yes',
    })
  })

  it('has a sign-in by redirect rejected before it leaves', async () => {
    const code = await engine.driver.evaluate(() =>
      tab.signIn().then(
        () => 'left',
        (error: { readonly code: string }) => error.code,
      ),
    )
    expect(code).toBe('storage_unavailable')
    expect(await user.address()).toBe(`${world.origin}/mudbrick/session`)
    expect(await user.status()).toBe('signed-out')
  })
})

describe('WebKitGTK', () => {
  beforeEach(async () => openPage(await launchWebKit()))

  it('lacks the Navigation API', async () => {
    expect(await engine.driver.evaluate(listFeatures)).toEqual({ ...all, 'Navigation API': 'no' })
  })
})

describe.each([
  { name: 'Firefox', launch: launchFirefox },
  { name: 'WebKitGTK', launch: launchWebKit },
])('a sign-in that is stopped on its way to IMS in $name', ({ launch }) => {
  beforeEach(async () => openPage(await launch()))

  it('is still going on, as the browser tells nothing, until the next page', async () => {
    expect(await stopLeaving()).toEqual({ status: 'signing-in', isTold: false })
    await user.visit('session')
    await user.waitForStatus('signed-out')
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { serveExpressEmbed, startWorld, type ServedSample, type World } from '../world.ts'
import type { Engine } from './engine.ts'
import { launchFirefox, type Firefox } from './firefox.ts'
import { ada, allow } from './user.ts'
import { launchWebKit } from './webkit.ts'
import { retry } from './webdriver.ts'

declare global {
  interface Window {
    /** What the browser told the page of its focus, the story nothing. */
    focusEvents: string[]
  }
}

let world: World
let sample: ServedSample
let engine: Engine

beforeAll(async () => {
  ;[world, sample] = await Promise.all([startWorld(), serveExpressEmbed()])
})

afterAll(() => Promise.all([sample?.close(), world?.close()]))

beforeEach(() => {
  world.sandbox.reset()
  world.requests.length = 0
})

afterEach(() => engine?.close())

async function openPage(): Promise<string> {
  await engine.driver.goTo(sample.origin)
  await engine.driver.waitFor(() => document.querySelector('#create:enabled') !== null)
  await engine.driver.evaluate(() => {
    window.focusEvents = []
    for (const name of ['blur', 'focus']) {
      window.addEventListener(name, () => window.focusEvents.push(name))
    }
  })
  const [app = ''] = await engine.driver.listTabs()
  return app
}

/** Presses the button that opens a popup, which is then the window that is spoken to. */
async function openPopup(): Promise<void> {
  const before = await engine.driver.listTabs()
  await engine.driver.click('#create')
  const popup = await retry('No popup opens.', async () => {
    const opened = (await engine.driver.listTabs()).find((handle) => !before.includes(handle))
    if (opened === undefined) throw new Error('There is no other window.')
    return opened
  })
  await engine.driver.switchTo(popup)
  await engine.driver.waitForPage(world.origins.ims)
}

async function answerPopup(app: string): Promise<void> {
  await engine.driver.click(ada)
  await engine.driver.click(allow)
  await retry('The popup stays open.', async () => {
    if ((await engine.driver.listTabs()).length > 1) throw new Error('There are two windows.')
  })
  await engine.driver.switchTo(app)
}

const waitForText = (selector: string, text: string): Promise<void> =>
  engine.driver.waitFor(
    (where, what) => document.querySelector(where)?.textContent?.includes(what) === true,
    selector,
    text,
  )

const countTokenRequests = (): number =>
  world.requests.filter((request) => request === 'POST /ims/token/v3').length

describe.each([
  { name: 'Firefox', launch: launchFirefox },
  { name: 'WebKitGTK', launch: launchWebKit },
])('a sign-in in a popup in $name', ({ launch }) => {
  beforeEach(async () => {
    engine = await launch()
  })

  it.each([
    { policy: 'none', crossOriginOpenerPolicy: undefined },
    { policy: 'same-origin', crossOriginOpenerPolicy: 'same-origin' },
  ] as const)(
    'is done when the popup has closed itself, where IMS’s opener policy is $policy',
    async ({ crossOriginOpenerPolicy }) => {
      if (crossOriginOpenerPolicy) world.sandbox.changeBehavior({ crossOriginOpenerPolicy })
      const app = await openPage()
      await openPopup()
      await answerPopup(app)
      await waitForText('#account', 'Ada Auster')
      expect(countTokenRequests()).toBe(1)
    },
  )
})

describe.each([
  { name: 'Firefox', launch: launchFirefox },
  { name: 'WebKitGTK', launch: launchWebKit },
])('a popup that a user closes in $name', ({ launch }) => {
  it('is noticed by the focus that comes back, and can be opened again', async () => {
    engine = await launch()
    const app = await openPage()
    await openPopup()
    await engine.driver.closeTab()
    await engine.driver.switchTo(app)
    await waitForText('[role=alert]', 'The sign-in window was closed')
    const [first, second] = await engine.driver.evaluate(() => window.focusEvents)
    expect([first, second]).toEqual(['blur', 'focus'])
    await openPopup()
    await answerPopup(app)
    await waitForText('#account', 'Ada Auster')
  })
})

describe('where Firefox keeps no data for the app', () => {
  let firefox: Firefox

  beforeEach(async () => {
    engine = firefox = await launchFirefox()
    await firefox.blockSiteData(sample.origin)
  })

  it('a popup signs in, and the session ends with its page', async () => {
    const app = await openPage()
    await openPopup()
    await answerPopup(app)
    await waitForText('#account', 'Ada Auster')
    await openPage()
    await waitForText('#account', 'Not signed in')
  })
})

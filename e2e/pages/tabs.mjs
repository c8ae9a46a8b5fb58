// @ts-check
// What a person does with tabs, and how a story asks in all of them at once.
import { setTimeout } from 'node:timers/promises'

/**
 * @typedef {ReturnType<typeof createTabs>} Tabs
 * @typedef {Awaited<ReturnType<typeof judge>>} Judgement
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./tab-world.mjs').TabWorld} TabWorld
 * @typedef {import('./tab-page.ts').Calls} Calls
 */

/**
 * A browser's user in a world, and the tabs of one program.
 * @param {TabWorld} world
 * @param {BrowserContext} context
 * @param {string} [program]
 */
export function createTabs(world, context, program = 'mudbrick') {
  let skewMs = 0
  const setClock = () =>
    context.addCookies([
      { name: 'ahead', value: String(world.aheadMs() + skewMs), url: world.origin },
    ])

  return {
    open,
    signIn,
    leaveForIms,
    answerIms,
    duplicate,
    restore,
    freeze,
    resume,
    forget,
    /** Time passes for everybody. @param {number} hours */
    async advance(hours) {
      world.advance(hours)
      await setClock()
    },
    /** This browser's clock differs from everybody else's. @param {number} hours */
    async setSkew(hours) {
      skewMs = hours * 3_600_000
      await setClock()
    },
  }

  /** The browser is as new: no tabs but an empty one, nothing stored. */
  async function forget() {
    const blank = await context.newPage()
    await blank.goto(`${world.origin}/blank`)
    const others = context.pages().filter((page) => page !== blank)
    await Promise.all(others.map((page) => page.close()))
    await blank.evaluate(() => localStorage.clear())
    await context.clearCookies()
  }

  /** @param {string} variant */
  async function open(variant) {
    await setClock()
    const page = await context.newPage()
    await visit(page, variant)
    return page
  }

  /**
   * @param {Page} page
   * @param {string} variant
   */
  async function visit(page, variant) {
    await page.goto(`${world.origin}/${program}/${variant}`)
    await page.waitForFunction(() => 'tab' in globalThis)
  }

  /**
   * Signs in through IMS's pages, in a tab of its own.
   * @param {string} variant
   * @param {string} [user]
   */
  async function signIn(variant, user = 'ada@wknd.test') {
    const page = await open(variant)
    await leaveForIms(page)
    await answerIms(page, user)
    await page.evaluate(() => globalThis.tab.finish())
    return page
  }

  /**
   * @param {Page} page
   * @param {string} [prompt]
   */
  async function leaveForIms(page, prompt) {
    await page.evaluate((wanted) => void globalThis.tab.signIn(wanted), prompt)
    // IMS may know the user, and send them back at once.
    await page.waitForURL(
      ({ origin, href }) => origin === world.imsOrigin || /[?&#](code|error)=/.test(href),
    )
  }

  /**
   * Clicks through IMS's pages until they send the user back.
   * @param {Page} page
   * @param {string} user
   */
  async function answerIms(page, user) {
    const isBack = page.waitForURL((url) => url.origin === world.origin)
    const person = page.locator(`button[value="${user}"]`)
    const consent = page.getByRole('button', { name: 'Allow access' })
    const shown = await Promise.race([
      isBack.then(() => undefined),
      person.waitFor().then(() => person),
    ]).catch(() => undefined)
    await shown?.click()
    await Promise.race([isBack, consent.click()]).catch(() => {})
    await isBack
    await page.waitForFunction(() => 'tab' in globalThis)
  }

  /**
   * A tab that the browser gave a copy of this one's sessionStorage.
   * @param {Page} page
   */
  async function duplicate(page) {
    const [copy] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate((address) => void window.open(address), page.url()),
    ])
    await copy.waitForFunction(() => 'tab' in globalThis)
    return copy
  }

  /**
   * Closes a tab; the result opens it again, however much later, as a browser does that restores it.
   * @param {Page} page
   */
  async function restore(page) {
    const address = page.url()
    const kept = await page.evaluate(() => Object.entries(sessionStorage))
    await page.close()
    return async () => {
      const restored = await context.newPage()
      await restored.goto(`${world.origin}/blank`)
      await restored.evaluate((entries) => {
        for (const [key, text] of entries) sessionStorage.setItem(key, text)
      }, kept)
      await restored.goto(address)
      await restored.waitForFunction(() => 'tab' in globalThis)
      return restored
    }
  }

  /** @param {Page} page */
  async function freeze(page) {
    // A browser freezes no page that holds a lock which others want.
    while (await page.evaluate(isLocking)) await setTimeout(20)
    const devTools = await context.newCDPSession(page)
    await devTools.send('Page.setWebLifecycleState', { state: 'frozen' })
    return devTools
  }

  /** @param {import('playwright-core').CDPSession} devTools */
  async function resume(devTools) {
    await devTools.send('Page.setWebLifecycleState', { state: 'active' })
    await devTools.detach()
  }
}

/** @see https://developer.chrome.com/blog/freezing-on-energy-saver */
async function isLocking() {
  const { held = [], pending = [] } = await navigator.locks.query()
  return held.length + pending.length > 0
}

/**
 * Asks for a token in all tabs at one moment, so many times in each.
 * @param {readonly Page[]} pages
 * @param {number} callers
 * @param {'getToken' | 'forceToken'} [how]
 * @returns {Promise<readonly Calls[]>}
 */
export function callAll(pages, callers, how = 'getToken') {
  const at = Date.now() + 40
  return Promise.all(
    pages.map((page) =>
      page.evaluate(
        ([count, moment, wanted]) => globalThis.tab.call(count, moment, wanted),
        /** @type {const} */ ([callers, at, how]),
      ),
    ),
  )
}

/**
 * What a round came to, in the words of the stress table: how many requests, how many callers got a token that is
 * new and good, and what the others got.
 * @param {TabWorld} world
 * @param {object} round
 * @param {number} round.since How many requests there were before.
 * @param {string} round.before The token of before.
 * @param {readonly Calls[]} round.calls
 */
export async function judge(world, { since, before, calls }) {
  const tokens = calls.flatMap((call) => call.tokens)
  const good = new Set()
  for (const token of new Set(tokens)) {
    if (token !== before && (await world.isGood(token))) good.add(token)
  }
  return {
    requests: world.countTokenRequests(since),
    fresh: tokens.filter((token) => good.has(token)).length,
    stale: tokens.filter((token) => !good.has(token)).length,
    errors: calls.flatMap((call) => call.errors),
  }
}

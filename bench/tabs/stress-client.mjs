// @ts-check
import { callAll, createTabs, judge } from '../../e2e/pages/tabs.mjs'

/**
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../e2e/pages/tab-world.mjs').TabWorld} TabWorld
 */

const ada = 'ada@wknd.test'
// Somewhere to keep the session where both tabs find it.
const variant = 'local'

/**
 * A row of the table: one client, and what it does where others fail.
 * @param {TabWorld} world
 * @param {BrowserContext} context
 * @param {string} client
 */
export async function stressClient(world, context, client) {
  const tabs = createTabs(world, context, client)
  return {
    client,
    '10 callers, token expired': await expireIn(1, 10),
    'the same, forced': await expireIn(1, 10, 'forceToken'),
    'two tabs, token expired': await expireIn(2, 1),
    'two tabs, forced': await expireIn(2, 1, 'forceToken'),
    'finish twice': await finishTwice(),
    'wrong state': await tamper('state', 'fake-state'),
    'wrong iss': await tamper('iss', 'https://another.test'),
    'wrong nonce': await tamperNonce(),
    'clock 2 h fast': await skew(2),
    '2 h slow': await skew(-2),
    'one 503 on refresh': await refreshAt503(),
  }

  /**
   * @param {readonly Page[]} pages
   * @param {number} callers
   * @param {'getToken' | 'forceToken'} [how]
   */
  async function expire(pages, callers, how = 'getToken') {
    if (how === 'forceToken' && !(await has(pages[0], how))) return '–'
    const before = await pages[0]?.evaluate(() => globalThis.tab.getToken().catch(() => ''))
    await tabs.advance(25)
    return ask(pages, callers, how, before)
  }

  /**
   * @param {readonly Page[]} pages
   * @param {number} callers
   * @param {'getToken' | 'forceToken'} how
   * @param {string} [before] The token that has expired.
   */
  async function ask(pages, callers, how, before = '') {
    const since = world.requests.length
    const calls = await callAll(pages, callers, how)
    const { requests, fresh, stale, errors } = await judge(world, {
      since,
      before: before ?? '',
      calls,
    })
    const parts = [`${requests} POST`, `${fresh} fresh`]
    if (stale > 0) parts.push(`${stale} expired`)
    if (errors.length > 0) parts.push(`${errors.length} fail (${shorten(errors[0])})`)
    return parts.join(', ')
  }

  /**
   * @param {number} count
   * @param {number} callers
   * @param {'getToken' | 'forceToken'} [how]
   */
  async function expireIn(count, callers, how) {
    const pages = [await signInAnew()]
    while (pages.length < count) pages.push(await tabs.open(variant))
    try {
      return await expire(pages, callers, how)
    } finally {
      await Promise.all(pages.map((page) => page.close()))
    }
  }

  async function signInAnew() {
    await forget()
    return tabs.signIn(variant)
  }

  async function finishTwice() {
    const first = await comeBack()
    const since = world.requests.length
    const ends = await Promise.all([finish(first), finish(first)])
    await first.close()
    return `${world.countTokenRequests(since)} POST, ${ends.join(' / ')}`
  }

  /**
   * Another value for a parameter of the answer, in the query or the fragment.
   * @param {string} name
   * @param {string} value
   */
  function tamper(name, value) {
    return finishTampered((_, response) => {
      const location = response.headers.get('location') ?? ''
      if (!/[?&#]code=/.test(location)) return undefined
      const changed = `$1${name}=${encodeURIComponent(value)}`
      response.headers.set('location', location.replace(parameter(name), changed))
      return response
    })
  }

  function tamperNonce() {
    return finishTampered(async (_, response) => {
      const tokens = await response
        .clone()
        .json()
        .catch(() => ({}))
      if (tokens.id_token === undefined) return undefined
      const [header, payload, signature] = tokens.id_token.split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      if (claims.nonce === undefined) return undefined
      const forged = Buffer.from(JSON.stringify({ ...claims, nonce: 'fake-nonce' }))
      const idToken = [header, forged.toString('base64url'), signature].join('.')
      return Response.json({ ...tokens, id_token: idToken }, response)
    })
  }

  /**
   * @param {(request: Request, response: Response) => Response | undefined | Promise<Response | undefined>} change
   *   The answer to give, or undefined where there is nothing to forge.
   */
  async function finishTampered(change) {
    await forget()
    let isForged = false
    world.tamperWith(async (request, response) => {
      const forged = await change(request, response)
      isForged ||= forged !== undefined
      return forged ?? response
    })
    const since = world.requests.length
    const first = await comeBack()
    const end = await finish(first)
    world.tamperWith(undefined)
    await first.close()
    return isForged ? `${end}, ${world.countTokenRequests(since)} POST` : 'none sent'
  }

  /** @param {number} hours */
  async function skew(hours) {
    await forget()
    await tabs.setSkew(hours)
    const first = await comeBack()
    const end = await finish(first)
    const result = end === 'ok' ? `${end}; then ${await expire([first], 1)}` : end
    await first.close()
    await tabs.setSkew(0)
    return result
  }

  async function refreshAt503() {
    const first = await signInAnew()
    world.sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    const how = (await has(first, 'forceToken')) ? 'forceToken' : 'getToken'
    const result = await expire([first], 1, how)
    const again = result.endsWith('fresh') ? '' : `; again: ${await ask([first], 1, how)}`
    world.sandbox.faults.clear()
    await first.close()
    return result + again
  }

  async function comeBack() {
    const first = await tabs.open(variant)
    await tabs.leaveForIms(first)
    await tabs.answerIms(first, ada)
    return first
  }

  /** The app's origin forgets everything; IMS still knows the user. */
  async function forget() {
    const blank = await context.newPage()
    await blank.goto(`${world.origin}/blank`)
    await blank.evaluate(() => {
      localStorage.clear()
      sessionStorage.clear()
    })
    await blank.close()
  }
}

/**
 * @param {Page | undefined} page
 * @param {'forceToken'} how
 */
function has(page, how) {
  return page?.evaluate((name) => name in globalThis.tab, how)
}

/** @param {Page} page */
async function finish(page) {
  const end = await page.evaluate(() =>
    globalThis.tab.finish().then(
      () => 'ok',
      (/** @type {any} */ error) => String(error.code ?? error.errorCode ?? error.message),
    ),
  )
  return end === 'ok' ? end : `rejected (${shorten(end)})`
}

/** @param {string} name */
function parameter(name) {
  return new RegExp(`([?&#])${name}=[^&#]*`)
}

/** @param {string} [text] */
function shorten(text = '') {
  return text.length > 40 ? `${text.slice(0, 38)}…` : text
}

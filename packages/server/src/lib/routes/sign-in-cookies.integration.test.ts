import {
  appOrigin,
  cookieName,
  createServerApp,
  createTestKeys,
  type ServerAppOptions,
  statusOf,
} from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

/* Web servers refuse requests with large headers, and responses too: 400 for a whole origin. */

const maxCookieBytes = 4_096
const maxSetCookieBytes = 3_500

describe('the cookies of an app', () => {
  it.each([
    ['short', '/orders', 4],
    ['usual', `/orders?${'filter=some&'.repeat(12)}`, 4],
    ['long', `/${'a'.repeat(690)}`, 2],
    ['too long', `/${'a'.repeat(990)}`, 4],
    ['too long, with a query', `/orders?q=${'a'.repeat(990)}`, 4],
    ['long when encoded', `/orders?q=${'ü'.repeat(180)}`, 4],
  ])('stay small with a returnTo that is %s', async (_, returnTo, underWay) => {
    const { browser, begin } = await createCase()
    await browser.signIn()

    for (let tabs = 0; tabs < 6; tabs += 1) await begin(returnTo)

    const attempts = [...browser.cookies.values()].filter((value) => value.startsWith('eyJ'))
    expect(attempts).toHaveLength(1 + underWay)
    expect(sizeOf(browser.cookies)).toBeLessThan(maxCookieBytes)
  })

  it('stay small with the longest names', async () => {
    const { browser, begin } = await createCase({
      keys: createTestKeys('k'.repeat(64)),
      cookieName: 'c'.repeat(64),
    })
    await browser.signIn()

    for (let tabs = 0; tabs < 10; tabs += 1) {
      await begin(`/${'a'.repeat(tabs % 2 === 0 ? 690 : 1)}`)
      expect(sizeOf(browser.cookies)).toBeLessThan(maxCookieBytes)
    }
  })

  it('become small again after many sign-ins that began at once', async () => {
    const { browser, begin, app } = await createCase()
    const request = new Request(`${appOrigin}/auth/sign-in?returnTo=/orders`)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => app.sessions.fetch(request.clone())),
    )
    for (const answer of answers) {
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        browser.cookies.set(name, value)
      }
    }
    expect(browser.cookies.size).toBe(12)

    await begin('/orders')

    expect(sizeOf(browser.cookies)).toBeLessThan(maxCookieBytes)
  })

  it('stay small over 6,000 sign-ins', async () => {
    const { browser, begin } = await createCase()
    let largest = 0
    for (let attempts = 0; attempts < 6_000; attempts += 1) {
      await begin(`/${'a'.repeat(attempts % 900)}`)
      largest = Math.max(largest, sizeOf(browser.cookies))
    }
    expect(largest).toBeLessThan(maxCookieBytes)
  }, 60_000)

  it('are not those of a stranger', async () => {
    const { browser, begin } = await createCase()
    for (let cookies = 0; cookies < 300; cookies += 1) {
      browser.cookies.set(`${cookieName}.${cookies}`, 'a'.repeat(40))
      browser.cookies.set(`${cookieName}.00000${100 + cookies}.forged`, 'a'.repeat(40))
    }
    const begun = await begin('/orders')
    expect(sizeOfSetCookies(begun.response)).toBeLessThan(maxSetCookieBytes)
    const response = await browser.request(await browser.answer(begun.url))
    expect(response.headers.get('location')).toBe(`${appOrigin}/orders`)
    expect(sizeOfSetCookies(response)).toBeLessThan(maxSetCookieBytes)
  })
})

describe('the Set-Cookie fields of an answer', () => {
  it('fit into the buffer of a web server', async () => {
    const { browser, begin } = await createCase({
      keys: createTestKeys('k'.repeat(64)),
      cookieName: 'c'.repeat(64),
    })
    let largest = 0
    for (let attempts = 0; attempts < 12; attempts += 1) {
      const { url, response } = await begin(`/${'a'.repeat(attempts % 3 === 0 ? 690 : 150)}`)
      largest = Math.max(largest, sizeOfSetCookies(response))
      if (attempts % 3 !== 0) continue
      const finished = await browser.request(await browser.answer(url))
      expect(finished.status).toBe(303)
      largest = Math.max(largest, sizeOfSetCookies(finished))
    }
    expect(largest).toBeLessThan(maxSetCookieBytes)
  })
})

describe('too many sign-ins at once', () => {
  it('replace the oldest one, whose page names the cause', async () => {
    const { browser, begin } = await createCase()
    const oldest = await begin('/1')
    for (const path of ['/2', '/3', '/4']) await begin(path)
    const newest = await begin('/5')

    const response = await browser.request(await browser.answer(oldest.url))

    expect(response.status).toBe(400)
    const text = await response.text()
    expect(text).toContain('Too many sign-ins at once')
    expect(text).toContain('replaced by a newer one')
    expect(text).not.toContain('ten minutes')
    expect(await statusOf(browser)).toBe('signed-out')
    const last = await browser.request(await browser.answer(newest.url))
    expect(last.headers.get('location')).toBe(`${appOrigin}/5`)
  })

  it('lead the replaced one into the app when another one was finished', async () => {
    const { browser, begin } = await createCase()
    const oldest = await begin('/1')
    for (const path of ['/2', '/3', '/4']) await begin(path)
    const { url } = await begin('/5')
    await browser.request(await browser.answer(url))

    const response = await browser.request(await browser.answer(oldest.url))

    expect([response.status, response.headers.get('location')]).toEqual([303, `${appOrigin}/`])
  })

  it('replace a finished one first', async () => {
    const { browser, begin } = await createCase()
    const tabs = [await begin('/1'), await begin('/2'), await begin('/3')]
    const { url } = await begin('/4')
    await browser.request(await browser.answer(url))
    await begin('/5')

    for (const [index, tab] of tabs.entries()) {
      const response = await browser.request(await browser.answer(tab.url))
      expect(response.headers.get('location')).toBe(`${appOrigin}/${index + 1}`)
    }
  })

  it('have no cause of this kind after ten minutes, or for another browser', async () => {
    const { browser, begin, app } = await createCase()
    const { url } = await begin('/1')
    const callback = await browser.answer(url)
    const response = await app.createBrowser().request(callback)
    expect(await response.text()).toContain('ten minutes')
  })
})

describe('a cookie that is no cookie of a sign-in', () => {
  it.each([
    ['cut off', (value: string) => value.slice(0, -1)],
    ['marked as replaced', () => 'replaced'],
    ['the cookie of a session', () => 'session'],
    ['empty', () => ''],
  ])('finishes none: %s', async (_, change) => {
    const { browser, begin, app } = await createCase()
    const visitor = app.createBrowser()
    await visitor.signIn('vic@wknd.test')
    const { url } = await begin('/orders')
    for (const [name, value] of browser.cookies) {
      const changed = change(value)
      const planted = changed === 'session' ? (visitor.cookies.get(cookieName) ?? '') : changed
      browser.cookies.set(name, planted)
    }

    const response = await browser.request(await browser.answer(url))

    expect([response.status, await statusOf(browser)]).toEqual([400, 'signed-out'])
    expect(app.sandbox.journal.exchanges({ path: '/ims/token/v3' })).toHaveLength(1)
  })
})

interface Begun {
  readonly url: URL
  readonly response: Response
}

async function createCase(options: ServerAppOptions = {}) {
  const app = await createServerApp(options)
  const { browser, sandbox } = app
  const begin = async (returnTo: string): Promise<Begun> => {
    sandbox.clock.advance({ seconds: 1 })
    const response = await browser.request(`/auth/sign-in?${new URLSearchParams({ returnTo })}`)
    return { url: new URL(response.headers.get('location') ?? ''), response }
  }
  return { app, browser, begin }
}

function sizeOf(cookies: ReadonlyMap<string, string>): number {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ').length
}

function sizeOfSetCookies({ headers }: Response): number {
  return headers
    .getSetCookie()
    .reduce((bytes, cookie) => bytes + `set-cookie: ${cookie}\r\n`.length, 0)
}

import { appOrigin, createServerApp, statusOf } from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

const kinds = [
  ['Chrome', { 'sec-purpose': 'prefetch' }],
  ['Chrome, which also renders', { 'sec-purpose': 'prefetch;prerender' }],
  ['older browsers', { purpose: 'prefetch' }],
  ['Firefox', { 'x-moz': 'prefetch' }],
  ['Next.js', { rsc: '1', 'next-router-prefetch': '1' }],
] as const

describe('a prefetch of the sign-in route', () => {
  it.each(kinds)('by %s has no effect', async (_, headers) => {
    const { browser } = await createServerApp()
    const callback = await browser.answer(await browser.begin('/auth/sign-in?returnTo=/orders'))
    const before = new Map(browser.cookies)

    for (let links = 0; links < 4; links += 1) await browser.request('/auth/sign-in', { headers })

    expect(browser.cookies).toEqual(before)
    const response = await browser.request(callback)
    expect(response.headers.get('location')).toBe(`${appOrigin}/orders`)
  })
})

describe('a prefetch of the callback', () => {
  it.each(kinds)('by %s has no effect', async (_, headers) => {
    const { browser, sandbox } = await createServerApp()
    const callback = await browser.answer(await browser.begin('/auth/sign-in?returnTo=/orders'))

    const prefetched = await browser.request(callback, { headers })

    expect(prefetched.headers.getSetCookie()).toEqual([])
    expect(sandbox.journal.exchanges({ path: '/ims/token/v3' })).toEqual([])
    const response = await browser.request(callback)
    expect(response.headers.get('location')).toBe(`${appOrigin}/orders`)
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('has no effect without the cookies of the browser', async () => {
    const { browser, createBrowser } = await createServerApp()
    const callback = await browser.answer(await browser.begin())
    await createBrowser().request(callback, { headers: { 'sec-purpose': 'prefetch' } })
    expect(await browser.request(callback)).toHaveProperty('status', 303)
  })
})

describe('the answer to a prefetch', () => {
  it.each(['/auth/sign-in', '/auth/callback?code=a&state=b'])(
    'makes the browser ask again for %s',
    async (path) => {
      const { browser } = await createServerApp()
      const { status, headers } = await browser.request(path, {
        headers: { 'sec-purpose': 'prefetch' },
      })
      expect([status, headers.get('cache-control'), headers.get('retry-after')]).toEqual([
        503,
        'no-store',
        '1',
      ])
      expect([headers.get('location'), headers.getSetCookie()]).toEqual([null, []])
    },
  )
})

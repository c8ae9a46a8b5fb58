import { appOrigin, cookieName, createServerApp, statusOf } from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

describe('signing out', () => {
  const script = { method: 'POST', headers: { 'x-requested-with': 'mudbrick' } }

  it('ends the session and its tokens, for a script', async () => {
    const { browser, sandbox } = await createServerApp()
    await browser.signIn()
    const kept = browser.cookies.get(cookieName) ?? ''
    const response = await browser.request('/auth/sign-out?returnTo=/bye', script)
    expect(response.status).toBe(200)
    const { logoutUrl } = (await response.json()) as { logoutUrl: string }
    expect(new URL(logoutUrl).origin).toBe(sandbox.origins.ims)
    expect(new URL(logoutUrl).searchParams.get('redirect_uri')).toBe(`${appOrigin}/bye`)
    expect(browser.cookies.has(cookieName)).toBe(false)
    browser.cookies.set(cookieName, kept)
    expect(await statusOf(browser)).toBe('signed-out')
    await expect.poll(() => sandbox.journal.exchanges({ path: '/ims/revoke' })).toHaveLength(2)
  })

  it('leads a form to IMS, which ends its session too, and back', async () => {
    const { browser } = await createServerApp()
    await browser.signIn()
    const response = await browser.request('/auth/sign-out', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', origin: 'null' },
    })
    expect(response.status).toBe(303)
    const page = await browser.ims.open(response.headers.get('location') ?? '')
    expect(page.url.href).toBe(`${appOrigin}/`)
    const again = await browser.ims.open(await browser.begin())
    expect(again.text).toContain('name="password"')
  })

  it('succeeds when no user is signed in', async () => {
    const { browser } = await createServerApp()
    expect(await browser.request('/auth/sign-out', script)).toHaveProperty('status', 200)
  })

  it.each([
    ['a form of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a form at another port', { 'sec-fetch-site': 'same-site', origin: 'https://localhost:3001' }],
    ['another site, in an old browser', { origin: 'https://evil.example' }],
    ['a frame without an origin, in an old browser', { origin: 'null' }],
    ['a program without the header', {}],
    [
      'another site that was allowed the header',
      { ...script.headers, 'sec-fetch-site': 'cross-site' },
    ],
  ])('is refused to %s', async (_, headers) => {
    const { browser } = await createServerApp()
    await browser.signIn()
    const response = await browser.request('/auth/sign-out', { method: 'POST', headers })
    expect(response.status).toBe(403)
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it.each([
    ['its mode', { 'sec-fetch-mode': 'cors' }],
    ['its destination', { 'sec-fetch-dest': 'empty' }],
  ])('tells a script without the header what is missing, by %s', async (_, fields) => {
    const { browser } = await createServerApp()
    await browser.signIn()
    const headers = { 'sec-fetch-site': 'same-origin', ...fields }
    const response = await browser.request('/auth/sign-out', { method: 'POST', headers })
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { code: 'csrf_header_missing' },
    ])
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('does not tell another site whether a user is signed in', async () => {
    const { browser } = await createServerApp()
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await browser.request('/auth/sign-out', { method: 'POST', headers })
    expect(await response.text()).not.toContain('signed in')
  })

  it('is not done by a link', async () => {
    const { browser } = await createServerApp()
    await browser.signIn()
    const response = await browser.request('/auth/sign-out')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await statusOf(browser)).toBe('signed-in')
  })

  it('works in an old browser that names the origin only', async () => {
    const { browser } = await createServerApp()
    await browser.signIn()
    await browser.request('/auth/sign-out', { method: 'POST', headers: { origin: appOrigin } })
    expect(await statusOf(browser)).toBe('signed-out')
  })

  it.each([
    ['a script', script, 'application/problem+json'],
    ['a form', { method: 'POST', headers: { origin: appOrigin } }, 'text/html; charset=utf-8'],
  ])('says to %s that it did not work when the store is down', async (_, init, type) => {
    const { browser, store } = await createServerApp()
    await browser.signIn()
    store.isDown = true
    const response = await browser.request('/auth/sign-out', init)
    expect([response.status, response.headers.get('content-type')]).toEqual([503, type])
    expect(response.headers.get('retry-after')).toBe('5')
    store.isDown = false
    expect(await statusOf(browser)).toBe('signed-in')
  })
})

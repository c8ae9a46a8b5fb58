import { appOrigin, createServerApp } from '@mudbrick/testing/server-app'
import { describe, expect, it } from 'vitest'

describe('routes', () => {
  it('knows its own paths', async () => {
    const { sessions } = await createServerApp()
    const matches = (path: string) => sessions.matches(new Request(appOrigin + path))
    expect(
      ['sign-in', 'callback', 'sign-out', 'session'].map((name) => matches(`/auth/${name}`)),
    ).toEqual([true, true, true, true])
    expect(['/', '/auth', '/auth/', '/auth/nonsense', '/other/session'].some(matches)).toBe(false)
    expect(sessions.basePath).toBe('/auth')
  })

  it.each(['/auth/nonsense', '/', '/auth/session/', '/auth/__proto__'])(
    'has nothing at %s',
    async (path) => {
      const { browser } = await createServerApp()
      const response = await browser.request(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'no_route' })
    },
  )

  it('answers HEAD as GET, without a body', async () => {
    const { browser } = await createServerApp()
    await browser.signIn()
    const head = await browser.request('/auth/session', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('content-type')).toBe('application/json')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s where it reads', async (method) => {
    const { browser } = await createServerApp()
    const response = await browser.request('/auth/session', { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('gives nothing to caches, frames and other origins', async () => {
    const { browser } = await createServerApp()
    const { headers } = await browser.request('/auth/callback?code=a&state=b')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.has('access-control-allow-origin')).toBe(false)
  })
})

// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { getDefaultPage, warnOnConsole } from './defaults.ts'
import type { Page } from './page.ts'

const address = 'http://localhost:3000/callback?code=fake-code'

beforeEach(() => {
  window.history.replaceState(null, '', address)
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('getDefaultPage()', () => {
  it('gives the address of the window', () => {
    expect(openPage().getAddress().href).toBe(address)
  })

  it('replaces the address, and keeps the state that routers need', () => {
    window.history.replaceState({ key: 'fake-router-key' }, '')
    openPage().replaceAddress(new URL('/callback', address))
    expect(window.location.href).toBe('http://localhost:3000/callback')
    expect(window.history.state).toEqual({ key: 'fake-router-key' })
  })

  it('leaves for another address', () => {
    const assign = vi.spyOn(window.location, 'assign').mockReturnValue()
    const authorizationUrl = new URL('https://ims.test/ims/authorize/v2')
    openPage().navigate(authorizationUrl)
    expect(assign).toHaveBeenCalledExactlyOnceWith(authorizationUrl)
  })

  it("keeps text in the tab's storage", () => {
    openPage().openSessionStorage().setItem('key', 'text')
    expect(window.sessionStorage.getItem('key')).toBe('text')
  })

  it("tells time by the page's own clock", () => {
    vi.spyOn(performance, 'now').mockReturnValue(42)
    expect(openPage().monotonicNow()).toBe(42)
  })

  it('tells when the page becomes visible', () => {
    const listener = vi.fn<() => void>()
    openPage().onVisible(listener)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(listener).toHaveBeenCalledOnce()
  })

  it('does not tell when the page becomes hidden', () => {
    const listener = vi.fn<() => void>()
    openPage().onVisible(listener)
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(listener).not.toHaveBeenCalled()
  })

  it('tells when the page comes back from the back/forward cache', () => {
    const listener = vi.fn<() => void>()
    openPage().onReturn(listener)
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    expect(listener).toHaveBeenCalledOnce()
  })

  it('does not tell when the page is shown for the first time', () => {
    const listener = vi.fn<() => void>()
    openPage().onReturn(listener)
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
    expect(listener).not.toHaveBeenCalled()
  })
})

describe('warnOnConsole()', () => {
  it('says the message and the cause', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const cause = new Error('why')
    warnOnConsole({ code: 'revocation_failed', message: 'what', cause })
    expect(warn).toHaveBeenCalledExactlyOnceWith('what', cause)
  })
})

function openPage(): Page {
  const page = getDefaultPage()
  if (!page) throw new Error('This test has no window.')
  return page
}

// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  explainInDocument,
  getDefaultPage,
  getDefaultPopupWindows,
  getDefaultRedirectPage,
  getDefaultRenewalFrames,
  warnOnConsole,
} from './defaults.ts'
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

  it('keeps text in the storage of all tabs', () => {
    openPage().openLocalStorage().setItem('key', 'text')
    expect(window.localStorage.getItem('key')).toBe('text')
  })

  it("tells time by the page's own clock", () => {
    vi.spyOn(performance, 'now').mockReturnValue(42)
    expect(openPage().monotonicNow()).toBe(42)
  })

  it('tells when the page becomes visible', () => {
    const listener = vi.fn<() => void>()
    openPage().onWake(listener)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(listener).toHaveBeenCalledOnce()
  })

  it('does not tell when the page becomes hidden', () => {
    const listener = vi.fn<() => void>()
    openPage().onWake(listener)
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(listener).not.toHaveBeenCalled()
  })

  it('tells when the page runs again after it was frozen', () => {
    const listener = vi.fn<() => void>()
    openPage().onWake(listener)
    document.dispatchEvent(new Event('resume'))
    expect(listener).toHaveBeenCalledOnce()
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

describe('getDefaultPage() in a browser that refuses', () => {
  const refusal = new DOMException('The user blocks site data.', 'SecurityError')

  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('runs a task without a lock where locks are refused', async () => {
    vi.stubGlobal('navigator', {
      locks: {
        query: () => Promise.reject(refusal),
        request: () => Promise.reject(refusal),
      },
    })
    const task = vi.fn<() => Promise<string>>().mockResolvedValue('done')
    const result = openPage().runExclusively('name', task, new AbortController().signal)
    expect(await result).toBe('done')
    expect(task).toHaveBeenCalledOnce()
  })

  it('runs a task without a lock where there are none', async () => {
    vi.stubGlobal('navigator', {})
    const task = async (): Promise<string> => 'done'
    const result = openPage().runExclusively('name', task, new AbortController().signal)
    expect(await result).toBe('done')
  })

  it('takes the lock where AbortSignal has neither any() nor timeout()', async () => {
    vi.stubGlobal('AbortSignal', {})
    const request = vi.fn<LockManager['request']>(async (...parameters: unknown[]) => {
      const task = parameters.at(-1)
      return typeof task === 'function' ? task() : undefined
    })
    vi.stubGlobal('navigator', { locks: { query: async () => ({ held: [] }), request } })
    const task = async (): Promise<string> => 'done'
    const result = openPage().runExclusively('name', task, new AbortController().signal)
    expect(await result).toBe('done')
    expect(request).toHaveBeenCalledOnce()
  })

  it('does not repeat a task that failed under the lock', async () => {
    const locks = {
      query: async () => ({ held: [] }),
      request: (_name: string, _options: object, task: () => unknown) => task(),
    }
    vi.stubGlobal('navigator', { locks })
    const task = vi.fn<() => Promise<void>>().mockRejectedValue(new Error('failed'))
    const result = openPage().runExclusively('name', task, new AbortController().signal)
    await expect(result).rejects.toThrow('failed')
    expect(task).toHaveBeenCalledOnce()
  })

  it('stops waiting for the lock with its signal, and runs nothing', async () => {
    const locks = {
      query: async () => ({ held: [] }),
      request: (_name: string, { signal }: { readonly signal: AbortSignal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        ),
    }
    vi.stubGlobal('navigator', { locks })
    const ending = new AbortController()
    const task = vi.fn<() => Promise<void>>()
    const result = openPage().runExclusively('name', task, ending.signal)
    ending.abort(new Error('served'))
    await expect(result).rejects.toThrow('served')
    expect(task).not.toHaveBeenCalled()
  })

  it('has a channel that reaches no other page where channels are refused', () => {
    const refuse = vi.fn<() => void>().mockThrow(refusal)
    vi.stubGlobal('BroadcastChannel', refuse)
    const channel = openPage().openChannel('name', () => {})
    expect(() => channel.post('message')).not.toThrow()
    expect(() => channel.close()).not.toThrow()
  })

  it('has a channel that reaches no other page where there are none', () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    expect(() =>
      openPage()
        .openChannel('name', () => {})
        .post('message'),
    ).not.toThrow()
  })
})

describe('getDefaultPage() in a frame', () => {
  it('is embedded where the address of the top window cannot be read', () => {
    vi.spyOn(window, 'top', 'get').mockReturnValue({
      get location(): never {
        throw new DOMException('Another origin.', 'SecurityError')
      },
    } as unknown as Window & typeof globalThis)
    expect(openPage().isEmbedded()).toBe(true)
  })

  it('is not embedded in a window of its own', () => {
    expect(openPage().isEmbedded()).toBe(false)
  })
})

describe('openRelay()', () => {
  const name = 'mudbrick:authorization-response'
  const { origin } = new URL(address)

  it('hears its popup, and answers it, where a channel does not reach it', () => {
    const heard: unknown[] = []
    const popup = createPartner()
    const relay = openPage().openRelay((message) => heard.push(message))
    window.dispatchEvent(
      new MessageEvent('message', { data: { [name]: 'response' }, origin, source: popup }),
    )
    relay.post('acknowledged')
    relay.close()
    expect(heard).toEqual(['response'])
    expect(popup.postMessage).toHaveBeenCalledExactlyOnceWith({ [name]: 'acknowledged' }, origin)
  })

  it('offers to its opener, of this origin only', () => {
    const opener = createPartner()
    vi.stubGlobal('opener', opener)
    const relay = openPage().openRelay(() => {})
    relay.post('response')
    relay.close()
    vi.unstubAllGlobals()
    expect(opener.postMessage).toHaveBeenCalledExactlyOnceWith({ [name]: 'response' }, origin)
  })

  it.each([
    { data: { [name]: 'forged' }, origin: 'https://evil.example' },
    { data: 'response', origin },
    { data: { other: 'response' }, origin },
  ])('hears nothing else: $data of $origin', (message) => {
    const receive = vi.fn<(message: unknown) => void>()
    const relay = openPage().openRelay(receive)
    window.dispatchEvent(new MessageEvent<unknown>('message', message))
    relay.close()
    expect(receive).not.toHaveBeenCalled()
  })

  function createPartner() {
    return Object.assign(new EventTarget(), {
      postMessage: vi.fn<Window['postMessage']>(),
    }) as unknown as Window
  }
})

describe('onStay()', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('tells that leaving the page was stopped, where the browser does', () => {
    const navigation = new EventTarget()
    vi.stubGlobal('navigation', navigation)
    const listener = vi.fn<() => void>()
    const stop = openPage().onStay(listener)
    navigation.dispatchEvent(new Event('navigateerror'))
    stop()
    navigation.dispatchEvent(new Event('navigateerror'))
    expect(listener).toHaveBeenCalledOnce()
  })

  it('tells nothing elsewhere', () => {
    vi.stubGlobal('navigation', undefined)
    expect(() => openPage().onStay(() => {})()).not.toThrow()
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

describe('getDefaultPopupWindows()', () => {
  it('opens an empty window of its own', () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    getDefaultPopupWindows().open()
    expect(open).toHaveBeenCalledExactlyOnceWith('', '_blank', expect.stringMatching(/^popup,/))
  })

  it('gives nothing when the browser refuses', () => {
    vi.spyOn(window, 'open').mockReturnValue(null)
    expect(getDefaultPopupWindows().open()).toBeUndefined()
  })

  it('gives nothing when a blocker has closed the window already', () => {
    vi.spyOn(window, 'open').mockReturnValue({ closed: true } as Window)
    expect(getDefaultPopupWindows().open()).toBeUndefined()
  })

  it('sends the window on without leaving the empty page in its history', () => {
    const replace = vi.fn<(url: URL) => void>()
    const popup = { closed: false, location: { replace } } as unknown as Window
    vi.spyOn(window, 'open').mockReturnValue(popup)
    const authorizationUrl = new URL('https://ims.test/ims/authorize/v2')
    getDefaultPopupWindows().open()?.navigate(authorizationUrl)
    expect(replace).toHaveBeenCalledExactlyOnceWith(authorizationUrl)
  })

  it('tells when this window loses the focus and gets it back, until told to stop', () => {
    const seen: boolean[] = []
    const stop = getDefaultPopupWindows().onFocusChange((hasFocus) => seen.push(hasFocus))
    window.dispatchEvent(new Event('blur'))
    window.dispatchEvent(new Event('focus'))
    stop()
    window.dispatchEvent(new Event('blur'))
    expect(seen).toEqual([false, true])
  })
})

describe('getDefaultRedirectPage()', () => {
  it('closes its window', () => {
    const close = vi.spyOn(window, 'close').mockReturnValue()
    getDefaultRedirectPage()?.close()
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('explainInDocument()', () => {
  const explanation = {
    code: 'no_response',
    title: 'What',
    paragraphs: ['Why <b>', 'How'],
  } as const

  it('writes into the page’s main, instead of what stood there', () => {
    document.body.innerHTML = '<header>App</header><main>Signing you in …</main>'
    explainInDocument(explanation)
    expect(document.querySelector('main')?.textContent).toBe('WhatWhy <b>How')
    expect(document.querySelector('header')?.textContent).toBe('App')
  })

  it('writes into the body of a page without one', () => {
    document.body.innerHTML = 'Signing you in …'
    explainInDocument(explanation)
    expect(document.body.textContent).toBe('WhatWhy <b>How')
  })

  it('is announced', () => {
    explainInDocument(explanation)
    expect(document.querySelector('[role=alert]')?.textContent).toContain('What')
  })

  it('is announced calmly when nothing is wrong', () => {
    explainInDocument({ ...explanation, code: 'window_open' })
    expect(document.querySelector('[role=status]')?.textContent).toContain('What')
  })

  it('names the page after it', () => {
    explainInDocument(explanation)
    expect(document.title).toBe('What')
  })
})

describe('getDefaultRenewalFrames()', () => {
  it('opens a hidden frame in which no script runs', () => {
    const { frame } = openFrame()
    expect(frame.hidden).toBe(true)
    expect(frame.getAttribute('sandbox')).toBe('allow-same-origin')
    expect(frame.src).toBe('https://ims.test/')
  })

  it('removes it', () => {
    const { frame, close } = openFrame()
    const remove = vi.spyOn(frame, 'remove')
    close()
    expect(remove).toHaveBeenCalledOnce()
  })

  // Without putting it into the document, which would load its page.
  function openFrame(): { readonly frame: HTMLIFrameElement; readonly close: () => void } {
    const append = vi.spyOn(document.body, 'append').mockReturnValue()
    const close = getDefaultRenewalFrames().open(new URL('https://ims.test/'), () => {})
    const [frame] = append.mock.calls[0] ?? []
    if (!(frame instanceof HTMLIFrameElement)) throw new Error('No frame was opened.')
    return { frame, close }
  }
})

function openPage(): Page {
  const page = getDefaultPage()
  if (!page) throw new Error('This test has no window.')
  return page
}

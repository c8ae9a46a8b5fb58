import { isJsonObject } from '@mudbrick/http/internal'
import type { Page, PageChannel, RedirectPage } from './page.ts'
import type { PopupWindows } from './popup-windows.ts'
import type { RedirectExplanation } from './redirect-explanation.ts'
import type { RenewalFrames } from './renewal-frames.ts'
import type { SessionWarning } from './session-warning.ts'

/** Gives the window that this code runs in; undefined on a server. */
export function getDefaultPage(): Page | undefined {
  if (typeof window === 'undefined') return undefined

  return {
    getAddress: () => new URL(window.location.href),
    navigate: (address) => window.location.assign(address),
    // The state goes along, since routers keep theirs in it.
    replaceAddress: (address) => window.history.replaceState(window.history.state, '', address),
    monotonicNow: () => performance.now(),
    isEmbedded,
    close: () => window.close(),
    onWake(listener) {
      const stops = [
        listen(document, 'visibilitychange', () => {
          if (document.visibilityState === 'visible') listener()
        }),
        listen(document, 'resume', listener),
      ]
      return () => stops.forEach((stop) => stop())
    },
    onReturn: (listener) =>
      listen(window, 'pageshow', (event) => {
        if ('persisted' in event && event.persisted) listener()
      }),
    onStay,
    openSessionStorage: () => window.sessionStorage,
    openLocalStorage: () => window.localStorage,
    openChannel,
    openRelay,
    runExclusively,
  }
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener)
  return () => target.removeEventListener(type, listener)
}

/** Another origin's address cannot be read. */
function isEmbedded(): boolean {
  try {
    return window.top !== window && !window.top?.location.href
  } catch {
    return true
  }
}

/** Where the Navigation API is missing, no event tells that the user has stopped the page from being left. */
function onStay(listener: () => void): () => void {
  const navigation: unknown = Reflect.get(window, 'navigation')
  return navigation instanceof EventTarget
    ? listen(navigation, 'navigateerror', listener)
    : () => {}
}

/** Says a warning where developers look. */
export function warnOnConsole({ message, cause }: SessionWarning): void {
  console.warn(message, cause)
}

const popupSize = { width: 480, height: 720 }

/** Opens popups of this window, in its middle. */
export function getDefaultPopupWindows(): PopupWindows {
  return {
    open() {
      const { width, height } = popupSize
      const left = Math.round(window.screenX + (window.outerWidth - width) / 2)
      const top = Math.round(window.screenY + (window.outerHeight - height) / 2)
      const features = `popup,width=${width},height=${height},left=${left},top=${top}`
      const popup = window.open('', '_blank', features)
      // Some blockers give a window that is closed already.
      if (!popup || popup.closed) return undefined
      return {
        // The empty page is no place to go back to.
        navigate: (address) => popup.location.replace(address),
        focus: () => popup.focus(),
        isClosed: () => popup.closed,
        close: () => popup.close(),
      }
    },
    onFocusChange(listener) {
      const onFocus = (): void => listener(true)
      const onBlur = (): void => listener(false)
      window.addEventListener('focus', onFocus)
      window.addEventListener('blur', onBlur)
      return () => {
        window.removeEventListener('focus', onFocus)
        window.removeEventListener('blur', onBlur)
      }
    },
  }
}

/** Gives the window of a redirect page; undefined on a server. */
export function getDefaultRedirectPage(): RedirectPage | undefined {
  const page = getDefaultPage()
  return page && { ...page, leaveFor: (address) => window.location.replace(address) }
}

/** Writes an explanation into the page's `main`, or else its body. */
export function explainInDocument({ code, title, paragraphs }: RedirectExplanation): void {
  const box = document.createElement('div')
  box.lang = 'en'
  box.setAttribute('role', code === 'window_open' ? 'status' : 'alert')
  box.append(createElement('h1', title), ...paragraphs.map((text) => createElement('p', text)))
  document.title = title
  const place = document.querySelector('main') ?? document.body
  place.replaceChildren(box)
}

function createElement(name: 'h1' | 'p', text: string): HTMLElement {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** Opens hidden frames in this page. */
export function getDefaultRenewalFrames(): RenewalFrames {
  return {
    open(address, onArrival) {
      const frame = document.createElement('iframe')
      frame.hidden = true
      // No script: the page that IMS answers at is the app, which is not to start in there again.
      frame.setAttribute('sandbox', 'allow-same-origin')
      frame.addEventListener('load', () => {
        const arrivedAt = readAddress(frame)
        if (arrivedAt) onArrival(arrivedAt)
      })
      frame.src = address.href
      document.body.append(frame)
      return () => frame.remove()
    },
  }
}

/** Another origin's address cannot be read, nor that of a page that the browser refused to show. */
function readAddress({ contentWindow }: HTMLIFrameElement): URL | undefined {
  try {
    return new URL(contentWindow?.location.href ?? '')
  } catch {
    return undefined
  }
}

function openChannel(name: string, receive: (message: unknown) => void): PageChannel {
  const channel = attempt(() => new BroadcastChannel(name))
  channel?.addEventListener('message', ({ data }) => receive(data))
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
    post: (message) => attempt(() => channel?.postMessage(message)),
    close: () => channel?.close(),
  }
}

const relayName = 'mudbrick:authorization-response'

function openRelay(receive: (message: unknown) => void): PageChannel {
  const channel = openChannel(relayName, receive)
  // A popup speaks first, to its opener, which then answers.
  let partner: unknown = window.opener
  const stopListening = listen(window, 'message', (event) => {
    if (!(event instanceof MessageEvent) || event.origin !== window.location.origin) return
    if (!isJsonObject(event.data) || !(relayName in event.data)) return
    partner = event.source
    receive(event.data[relayName])
  })
  return {
    post(message) {
      channel.post(message)
      attempt(() => postTo(partner, { [relayName]: message }))
    },
    close() {
      stopListening()
      channel.close()
    },
  }
}

/** A page of another origin is sent nothing. */
function postTo(partner: unknown, message: object): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a window, or nothing
  const target = partner as Window | null
  target?.postMessage(message, window.location.origin)
}

/** A browser that refuses channels leaves each tab with its own session. */
function attempt<Result>(task: () => Result): Result | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}

// A page that was stopped while it held the lock must not stop the others for good.
const longestWaitForLockMs = 60_000

/** Where the browser has no locks, or refuses them (blocked site data), each tab runs its task alone. */
async function runExclusively<Result>(
  name: string,
  task: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  let hasBegun = false
  const begin = (): Promise<Result> => {
    hasBegun = true
    return task()
  }
  try {
    return await runUnderLock(name, begin, signal)
  } catch (error) {
    if (hasBegun || signal.aborted) throw error
    return begin()
  }
}

async function runUnderLock<Result>(
  name: string,
  task: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (;;) {
    const holder = await findLockHolder(name)
    // Not by AbortSignal.any, which came to browsers two years after locks.
    const waiting = new AbortController()
    const impatience = Symbol('The lock was held.')
    const timer = setTimeout(() => waiting.abort(impatience), longestWaitForLockMs)
    const stopListening = listen(signal, 'abort', () => waiting.abort(signal.reason))
    try {
      signal.throwIfAborted()
      return await navigator.locks.request(name, { signal: waiting.signal }, task)
    } catch (error) {
      if (error !== impatience) throw error
    } finally {
      clearTimeout(timer)
      stopListening()
    }
    const taken = await takeLockFrom(holder, name, task)
    if (taken) return taken.result
  }
}

/** One page at a time, and only from the holder that it has waited for: all waiting pages lose patience at once. */
function takeLockFrom<Result>(
  holder: string | undefined,
  name: string,
  task: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  return navigator.locks.request(`${name}:takeover`, async () => {
    if (holder === undefined || holder !== (await findLockHolder(name))) return undefined
    return { result: await navigator.locks.request(name, { steal: true }, task) }
  })
}

async function findLockHolder(name: string): Promise<string | undefined> {
  const { held } = await navigator.locks.query()
  return held?.find((lock) => lock.name === name)?.clientId
}

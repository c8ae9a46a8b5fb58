import type { KeyValueStorage, Page } from '@mudbrick/browser'
import type { FakeBrowser } from './fake-browser.ts'
import type { FakeTime } from '../time/fake-time.ts'

/** A window, as far as a session sees it, and what a test wants to know of it. */
export interface FakePage extends Page {
  /** What the address bar shows. */
  readonly addressBar: () => string
  /** Where the page has left for, in order. */
  readonly departures: readonly URL[]
  /** Makes the page visible, as changing tabs does. */
  readonly becomeVisible: () => void
  /** Lets the page stand still: it hears nothing until it comes back, or thaws. */
  readonly freeze: () => void
  /** Lets the page run again, before anything has told it so. */
  readonly thaw: () => void
  /** Brings the page back from the back/forward cache. */
  readonly comeBack: () => void
}

export interface FakePageOptions {
  readonly address: string
  readonly time: FakeTime
  readonly storage: KeyValueStorage
  readonly browser: FakeBrowser
}

export function createFakePage({ address, time, storage, browser }: FakePageOptions): FakePage {
  let shown = new URL(address)
  const departures: URL[] = []
  const awake: (() => void)[] = []
  const returned: (() => void)[] = []
  let isAlive = true

  return {
    getAddress: () => new URL(shown),
    navigate: (url) => departures.push(url),
    replaceAddress: (url) => {
      shown = url
    },
    monotonicNow: time.monotonicNow,
    onWake: (listener) => awake.push(listener),
    onReturn: (listener) => returned.push(listener),
    openSessionStorage: () => storage,
    openLocalStorage: () => browser.localStorage,
    openChannel: (name, receive) => browser.openChannel(name, receive, () => isAlive),
    runExclusively: browser.runExclusively,
    addressBar: () => shown.href,
    departures,
    becomeVisible: () => awake.forEach((listener) => listener()),
    freeze: () => {
      isAlive = false
    },
    thaw: () => {
      isAlive = true
    },
    comeBack() {
      isAlive = true
      returned.forEach((listener) => listener())
    },
  }
}

/** A tab's storage, which outlives its pages. */
export function createFakeStorage(): KeyValueStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, text) => {
      items.set(key, text)
    },
    removeItem: (key) => {
      items.delete(key)
    },
  }
}

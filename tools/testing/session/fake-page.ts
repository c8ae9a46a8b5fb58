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
  /** Ends a departure, as the browser's Stop button does. */
  readonly stay: () => void
  /** How often the page has closed its window. */
  readonly timesClosed: () => number
  /** Brings the page back from the back/forward cache. */
  readonly comeBack: () => void
}

export interface FakePageOptions {
  readonly isEmbedded?: boolean
  readonly address: string
  readonly time: FakeTime
  readonly storage: KeyValueStorage
  readonly browser: FakeBrowser
}

export function createFakePage({
  address,
  time,
  storage,
  browser,
  isEmbedded = false,
}: FakePageOptions): FakePage {
  let shown = new URL(address)
  const departures: URL[] = []
  const awake = new Set<() => void>()
  const returned = new Set<() => void>()
  const staying = new Set<() => void>()
  let timesClosed = 0
  let isAlive = true

  return {
    getAddress: () => new URL(shown),
    navigate: (url) => departures.push(url),
    replaceAddress: (url) => {
      shown = url
    },
    monotonicNow: time.monotonicNow,
    isEmbedded: () => isEmbedded,
    close: () => {
      timesClosed += 1
    },
    onWake: (listener) => join(awake, listener),
    onReturn: (listener) => join(returned, listener),
    onStay: (listener) => join(staying, listener),
    openSessionStorage: () => storage,
    openLocalStorage: () => browser.localStorage,
    openChannel: (name, receive) => browser.openChannel(name, receive, () => isAlive),
    openRelay: (receive) =>
      browser.openChannel('mudbrick:authorization-response', receive, () => isAlive),
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
    stay: () => staying.forEach((listener) => listener()),
    timesClosed: () => timesClosed,
    comeBack() {
      isAlive = true
      returned.forEach((listener) => listener())
    },
  }
}

function join(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
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

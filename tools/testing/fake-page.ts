import type { KeyValueStorage, Page } from '@mudbrick/browser'
import type { FakeTime } from './fake-time.ts'

/** A window, as far as a session sees it, and what a test wants to know of it. */
export interface FakePage extends Page {
  /** What the address bar shows. */
  readonly addressBar: () => string
  /** Where the page has left for, in order. */
  readonly departures: readonly URL[]
  /** Makes the page visible, as changing tabs does. */
  readonly becomeVisible: () => void
  /** Brings the page back from the back/forward cache. */
  readonly comeBack: () => void
}

export interface FakePageOptions {
  readonly address: string
  readonly time: FakeTime
  readonly storage: KeyValueStorage
}

export function createFakePage({ address, time, storage }: FakePageOptions): FakePage {
  let shown = new URL(address)
  const departures: URL[] = []
  const visible: (() => void)[] = []
  const returned: (() => void)[] = []

  return {
    getAddress: () => new URL(shown),
    navigate: (url) => departures.push(url),
    replaceAddress: (url) => {
      shown = url
    },
    monotonicNow: time.monotonicNow,
    onVisible: (listener) => visible.push(listener),
    onReturn: (listener) => returned.push(listener),
    openSessionStorage: () => storage,
    addressBar: () => shown.href,
    departures,
    becomeVisible: () => visible.forEach((listener) => listener()),
    comeBack: () => returned.forEach((listener) => listener()),
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

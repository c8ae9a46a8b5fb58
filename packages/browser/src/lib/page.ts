import type { KeyValueStorage } from './key-value-storage.ts'

/** What a session needs of the window it lives in; the real one unless told, a fake one in tests. */
export interface Page {
  /** Gives the address that the page is shown at. */
  readonly getAddress: () => URL
  /** Leaves for another address. */
  readonly navigate: (address: URL) => void
  /** Puts another address of this origin into the address bar, and loads nothing. */
  readonly replaceAddress: (address: URL) => void
  /** Gives the milliseconds since some fixed moment, untouched when the wall clock is set. */
  readonly monotonicNow: () => number
  /** Calls back whenever the page becomes visible. */
  readonly onVisible: (listener: () => void) => void
  /** Calls back whenever the page, having been left, is brought back alive by the back button. */
  readonly onReturn: (listener: () => void) => void
  /** Opens this tab's storage; throws where the browser refuses it. */
  readonly openSessionStorage: () => KeyValueStorage
}

import type { KeyValueStorage } from './storage.ts'

/** The window that a session lives in: the real one by default, a fake one in tests. */
export interface Page {
  /** Gives the address that the page is shown at. */
  readonly getAddress: () => URL
  /** Leaves for another address. */
  readonly navigate: (address: URL) => void
  /** Puts another address of this origin into the address bar, and loads nothing. */
  readonly replaceAddress: (address: URL) => void
  /** Gives the milliseconds since some fixed moment, untouched when the wall clock is set. */
  readonly monotonicNow: () => number
  /** Tells whether the page is shown in a frame of another site. */
  readonly isEmbedded: () => boolean
  /** Closes the window, if the browser permits it. */
  readonly close: () => void
  /** Calls back when the page becomes visible or runs again after a freeze, until the returned function is called. */
  readonly onWake: (listener: () => void) => () => void
  /** Calls back when the back button revives a page that was left, until the returned function is called. */
  readonly onReturn: (listener: () => void) => () => void
  /** Calls back when leaving the page has failed or was stopped, until the returned function is called. */
  readonly onStay: (listener: () => void) => () => void
  /** Opens this tab's storage; throws where the browser refuses it. */
  readonly openSessionStorage: () => KeyValueStorage
  /** Opens the storage that all tabs share; throws where the browser refuses it. */
  readonly openLocalStorage: () => KeyValueStorage
  /** Joins the pages of this origin that have joined under the same name, and hears what they post. */
  readonly openChannel: (name: string, receive: (message: unknown) => void) => PageChannel
  /**
   * Joins the pages of this origin that offer an authorization response, or wait for one: over a channel,
   * and between a popup and its opener directly, since browsers keep channels in a frame of another site apart.
   */
  readonly openRelay: (receive: (message: unknown) => void) => PageChannel
  /** Runs a task once no other page of this origin runs one under the same name, unless the signal ends the wait. */
  readonly runExclusively: <Result>(
    name: string,
    task: () => Promise<Result>,
    signal: AbortSignal,
  ) => Promise<Result>
}

/** A page's place among those that have joined under a name. */
export interface PageChannel {
  /** Tells something to all others. */
  readonly post: (message: unknown) => void
  /** Leaves them. */
  readonly close: () => void
}

/** The window of a redirect page. */
export interface RedirectPage extends Pick<
  Page,
  'close' | 'getAddress' | 'openRelay' | 'openSessionStorage' | 'replaceAddress'
> {
  /** Leaves for another address, which replaces this page in the history. */
  readonly leaveFor: (address: URL) => void
}

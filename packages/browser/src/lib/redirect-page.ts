import type { Page } from './page.ts'

/** The window of a redirect page. */
export interface RedirectPage extends Pick<
  Page,
  'close' | 'getAddress' | 'openRelay' | 'openSessionStorage' | 'replaceAddress'
> {
  /** Leaves for another address, which replaces this page in the history. */
  readonly leaveFor: (address: URL) => void
}

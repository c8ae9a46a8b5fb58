import type { Page } from './page.ts'

/** What the redirect page of a popup needs of its window. */
export interface RedirectPage extends Pick<Page, 'getAddress' | 'openChannel' | 'replaceAddress'> {
  /** Closes the window, if the browser lets it. */
  readonly close: () => void
}

import type { ImsClient } from '@mudbrick/ims'
import type { KeyValueStorage } from './key-value-storage.ts'
import type { Page } from './page.ts'
import type { SilentRenewal } from './renewal.ts'
import type { Warn } from './session-warning.ts'

/** Describes a session. */
export interface CreateSessionOptions {
  /** The app's credential, whose `fetch` and `clock` the session uses too. */
  readonly ims: ImsClient<'single-page-app'>
  /** The origins that `session.fetch` may send the access token to. */
  readonly allowedOrigins: readonly string[]
  /**
   * Keeps the session from page to page: in this tab (`session`, the default), for all tabs and beyond
   * the browser's end (`local`), not at all (`memory`), or wherever else. Tabs that are open share one
   * session with any of them.
   */
  readonly storage?: 'session' | 'local' | 'memory' | KeyValueStorage | undefined
  /**
   * The path that the app lives under, such as `/app/`; signing out ends there. By default the folder
   * that the present page and the redirect URI have in common.
   */
  readonly basePath?: string | undefined
  /** Whether the refresh token is kept there too; in memory by default. */
  readonly persistRefreshToken?: boolean | undefined
  /** Renews without a refresh token, such as `renewInIframe`. Off by default. */
  readonly renewSilently?: SilentRenewal | undefined
  /** Called with non-fatal problems. Writes to the console by default. */
  readonly onWarning?: Warn | undefined
  /** The window to use. The real one by default. */
  readonly page?: Page | undefined
}

import type {
  Fetch,
  ImsClient,
  ImsGrant,
  RedirectUriFallback,
  StartAuthorizationOptions,
} from '@mudbrick/ims'
import type { Page } from './page.ts'
import type { SessionSnapshot } from './session-snapshot.ts'
import type { Warn } from './session-warning.ts'
import type { KeyValueStorage } from './storage.ts'

/**
 * A user's session in a page. Its functions need no `this`, so that they can be passed around; what
 * they reject with is a `SignInError`.
 */
export interface Session {
  /** Resolves once storage has been read and the snapshot says who is signed in. */
  readonly ready: Promise<void>
  /** Gives the present state, the same object until something changes. */
  readonly getSnapshot: () => SessionSnapshot
  /** Calls back after each change, until the function that it returns is called. */
  readonly subscribe: (listener: () => void) => () => void
  /**
   * Leaves for IMS, where the user signs in; resolves when the browser is on its way. It does nothing
   * on a page that is already leaving to sign out. Rejects with {@link RedirectError} in a frame of
   * another site, and where the browser keeps nothing for the page.
   */
  readonly signIn: (options?: SignInOptions) => Promise<void>
  /**
   * Finishes a sign-in on the redirect page, and takes code and state out of the address bar. Calling
   * it again, at once or later, gives the same result without asking IMS again. A response whose state
   * is not this session's stays in the address; in a popup it is handed to the page that opened it.
   */
  readonly finishSignIn: () => Promise<SignInResult>
  /** Gives the access token; rejects with {@link SignInRequiredError} when none is usable. */
  readonly getAccessToken: (options?: GetAccessTokenOptions) => Promise<string>
  /**
   * Fetches with the access token, from the allowed origins only. A service that answers 401 has
   * refused the token: the session is `expired` then, and the answer is given as it came.
   */
  readonly fetch: Fetch
  /**
   * Forgets the session, revokes its access token, and leaves for IMS, where the user is signed out
   * too. A revocation that fails is a warning; the user is signed out nevertheless.
   */
  readonly signOut: (options?: SignOutOptions) => Promise<SignOutResult>
  /** Ends the session's listeners, channel and timers, as before another session takes its place. The user stays signed in. */
  readonly close: () => void
}

/** Says what an access token is wanted for. */
export interface GetAccessTokenOptions {
  /** How long it has to stay valid; a moment by default. */
  readonly minimumTtlMs?: number | undefined
  /** Abandons the call; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

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

/** Says how to sign in. */
export interface SignInOptions extends StartAuthorizationOptions {
  /** Where in this app the user goes afterwards: a path. The present one by default. */
  readonly returnTo?: string | undefined
}

/** How a sign-in ended. */
export interface SignInResult {
  /** Where in this app the user wants to go: a path. */
  readonly returnTo: string
  /** Tells that IMS did not answer at the redirect URI that was asked for: register that one. */
  readonly redirectUriFallback: RedirectUriFallback | undefined
}

/** Says where signing out leads. */
export interface SignOutOptions {
  /** Where in this app IMS sends the user afterwards: a path. The start of the app by default. */
  readonly returnTo?: string | undefined
}

/** How signing out went. */
export interface SignOutResult {
  /** Tells whether IMS has confirmed that it revoked the session's tokens. */
  readonly isRevoked: boolean
}

/** Gets tokens from IMS without showing anything to the user; `renewInIframe` is one. */
export type SilentRenewal = (ims: ImsClient, options: SilentRenewalOptions) => Promise<ImsGrant>

/** Says how to renew silently. */
export interface SilentRenewalOptions {
  /** Abandons the renewal; its reason is what it rejects with. */
  readonly signal: AbortSignal
}

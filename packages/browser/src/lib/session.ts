import type { Fetch } from '@mudbrick/ims'
import type { SessionSnapshot } from './session-snapshot.ts'
import type { SignInOptions } from './sign-in-options.ts'
import type { SignInResult } from './sign-in-result.ts'
import type { SignOutOptions, SignOutResult } from './sign-out-options.ts'

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
  /** How long it has to stay valid; a moment unless told. */
  readonly minimumTtlMs?: number | undefined
  /** Abandons the call; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

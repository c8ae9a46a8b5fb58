import { type ImsClient, SignInRequiredError } from '@mudbrick/ims'
import { type AccessTokenRequest, createBearerFetch } from '@mudbrick/oauth'
import { takeAuthorizationResponse } from './authorization-response.ts'
import { getDefaultPage, warnOnConsole } from './defaults.ts'
import { finishSignIn, type SignInResult } from './finish-sign-in.ts'
import { HeldSession } from './held-session.ts'
import type { KeyValueStorage } from './key-value-storage.ts'
import { loadProfile } from './load-profile.ts'
import type { Page } from './page.ts'
import { createPendingSignIns } from './pending-sign-ins.ts'
import { createServerSideSession } from './server-side-session.ts'
import type { SessionContext } from './session-context.ts'
import type { Warn } from './session-warning.ts'
import type { GetAccessTokenOptions, Session } from './session.ts'
import { signOut, type SignOutOptions, type SignOutResult } from './sign-out.ts'
import { startSignIn, type SignInOptions } from './start-sign-in.ts'
import { createUnfailingStorage } from './unfailing-storage.ts'

// Nobody is told when the user stops a page from being left: still here after so long, it goes on.
const longestDepartureMs = 10_000

/** Describes a session. */
export interface CreateSessionOptions {
  /** The app's credential, whose `fetch` and `clock` the session uses too. */
  readonly ims: ImsClient
  /** The origins that `session.fetch` may send the access token to. */
  readonly allowedOrigins: readonly string[]
  /** Keeps the session from page to page; `sessionStorage` unless told. */
  readonly storage?: KeyValueStorage | undefined
  /** Hears of what the session got over; the console unless told. */
  readonly onWarning?: Warn | undefined
  /** The window to live in; the real one unless told. */
  readonly page?: Page | undefined
}

/**
 * Creates the session of a page and takes up what an earlier page has left. An app creates one,
 * outside of its components. On a server it can be created too, and stays `restoring`.
 *
 * @throws {@link ConfigurationError} for an allowed origin that is none, or is not secure.
 *
 * @example
 * ```ts
 * const session = createSession({ ims, allowedOrigins: ['https://author-p1-e1.adobeaemcloud.com'] })
 * if (session.getSnapshot().status === 'signed-out') await session.signIn()
 * ```
 */
export function createSession(options: CreateSessionOptions): Session {
  const page = options.page ?? getDefaultPage()
  return page
    ? createSessionInPage(createContext(page, options), options)
    : createServerSideSession()
}

function createContext(
  page: Page,
  { ims, storage, onWarning: warn = warnOnConsole }: CreateSessionOptions,
): SessionContext {
  const tabStorage = createUnfailingStorage(page.openSessionStorage, warn)
  const key = `mudbrick:${new URL(ims.environment.tokenEndpoint).host}:${ims.clientId}`
  const held = new HeldSession({
    key: `${key}:session`,
    storage: storage ? createUnfailingStorage(() => storage, warn) : tabStorage,
    clock: ims.clock,
    page,
  })
  // A sign-in comes back to the tab it left from, wherever the session is kept.
  const pendingSignIns = createPendingSignIns(`${key}:pending-sign-ins`, tabStorage)
  return { ims, page, held, pendingSignIns, warn }
}

function createSessionInPage(
  context: SessionContext,
  { allowedOrigins }: CreateSessionOptions,
): Session {
  const { ims, page, held } = context
  let finishing:
    | { readonly state: string | null; readonly result: Promise<SignInResult> }
    | undefined
  let signingOut: Promise<SignOutResult> | undefined
  let isSigningOut = false

  page.onVisible(() => held.checkExpiry())
  page.onReturn(resume)
  void loadProfile(context)

  return Object.freeze({
    ready: Promise.resolve(),
    getSnapshot: held.snapshots.getSnapshot,
    subscribe: held.snapshots.subscribe,
    signIn,
    finishSignIn: finishSignInOnce,
    getAccessToken,
    fetch: createBearerFetch({ allowedOrigins, getAccessToken: getTokenToSend, fetch: ims.fetch }),
    signOut: signOutOnce,
  })

  async function signIn(options: SignInOptions = {}): Promise<void> {
    // An app that signs in whenever nobody is signed in would overtake its own sign-out.
    if (isSigningOut) return
    held.setSigningIn(true)
    try {
      page.navigate(await startSignIn(context, options))
      ims.clock.setTimer(() => held.setSigningIn(false), longestDepartureMs)
    } catch (error) {
      held.setSigningIn(false)
      throw error
    }
  }

  async function finishSignInOnce(): Promise<SignInResult> {
    const response = takeAuthorizationResponse(page)
    const state = response?.get('state') ?? null
    // The response has left the address bar when this is called again.
    if (response && finishing?.state !== state) {
      finishing = { state, result: finishSignIn(context, response) }
    }
    return finishing?.result ?? finishSignIn(context, undefined)
  }

  async function getAccessToken(options: GetAccessTokenOptions = {}): Promise<string> {
    options.signal?.throwIfAborted()
    const accessToken = held.getAccessToken(options.minimumTtlMs)
    // Renewal belongs here. A single-page app's credential has no refresh token to renew with.
    if (accessToken === undefined) throw new SignInRequiredError('no_session')
    return accessToken
  }

  async function getTokenToSend({ rejected, signal }: AccessTokenRequest): Promise<string> {
    if (rejected === undefined) return getAccessToken({ signal })
    if (held.getAccessToken() === rejected) held.expire()
    return held.getAccessToken() ?? rejected
  }

  async function signOutOnce(options: SignOutOptions = {}): Promise<SignOutResult> {
    finishing = undefined
    // Said before it begins, because whoever watches the session hears of it while it begins.
    isSigningOut = true
    signingOut ??= signOut(context, options)
    try {
      const result = await signingOut
      ims.clock.setTimer(forgetSignOut, longestDepartureMs)
      return result
    } catch (error) {
      forgetSignOut()
      throw error
    }
  }

  function forgetSignOut(): void {
    signingOut = undefined
    isSigningOut = false
  }

  /** What was under way when the page was left is over, and other pages have been here since. */
  function resume(): void {
    forgetSignOut()
    held.restore()
    void loadProfile(context)
  }
}

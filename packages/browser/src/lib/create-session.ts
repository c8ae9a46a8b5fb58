import { ConfigurationError } from '@mudbrick/http'
import { raceAbort } from '@mudbrick/http/internal'
import { isMudbrickError, SignInRequiredError } from '@mudbrick/ims'
import { type AccessTokenRequest, createBearerFetch } from '@mudbrick/oauth'
import { takeAuthorizationResponse } from './authorization-response.ts'
import { createContext } from './create-context.ts'
import type { CreateSessionOptions } from './create-session-options.ts'
import { getDefaultPage } from './defaults.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { loadProfile } from './load-profile.ts'
import { listenForRelayedResponses } from './response-relay.ts'
import { createServerSideSession } from './server-side-session.ts'
import { registerSession, type SessionContext } from './session-context.ts'
import type { GetAccessTokenOptions, Session } from './session.ts'
import type { SignInOptions } from './sign-in-options.ts'
import type { SignInResult } from './sign-in-result.ts'
import type { SignOutOptions, SignOutResult } from './sign-out-options.ts'
import { signOut } from './sign-out.ts'
import { startSignIn } from './start-sign-in.ts'

// Nobody is told when the user stops a page from being left: still here after so long, it goes on.
const longestDepartureMs = 10_000

/**
 * Creates the session of a page and takes up what an earlier page has left. An app creates one,
 * outside of its components. On a server it can be created too, and stays `restoring`.
 *
 * @throws {@link ConfigurationError} for a missing `ims`, for an allowed origin that is none, or is not
 *   secure, and for a storage that is none.
 *
 * @example
 * ```ts
 * const session = createSession({ ims, allowedOrigins: ['https://author-p1-e1.adobeaemcloud.com'] })
 * await session.ready
 * if (session.getSnapshot().status === 'signed-out') await session.signIn()
 * ```
 */
export function createSession(options: CreateSessionOptions): Session {
  // Without TypeScript, nobody has told so far.
  if (!options?.ims) {
    throw new ConfigurationError(
      'invalid_option',
      'ims',
      'ims is missing: give what createImsClient() returns.',
    )
  }
  const page = options.page ?? getDefaultPage()
  return page
    ? createSessionInPage(createContext(page, options), options)
    : createServerSideSession()
}

function createSessionInPage(
  context: SessionContext,
  { allowedOrigins }: CreateSessionOptions,
): Session {
  const { ims, page, held, siblings, pendingSignIns, renew } = context
  const { clock } = ims
  const fetch = createBearerFetch({
    allowedOrigins,
    getAccessToken: getTokenToSend,
    fetch: ims.fetch,
  })
  let finishing:
    | { readonly state: string | null; readonly result: Promise<SignInResult> }
    | undefined
  let signingOut: Promise<SignOutResult> | undefined
  let isSigningOut = false

  page.onWake(catchUp)
  page.onReturn(comeBack)
  const ready = catchUp()
  if (!siblings.isBehind()) held.endTransition('restoring')
  // A sign-in in a popup goes on when the page that has opened it is loaded anew.
  if (!pendingSignIns.isEmpty()) listenForRelayedResponses(page, acceptRelayed)

  const session: Session = Object.freeze({
    ready,
    getSnapshot: held.snapshots.getSnapshot,
    subscribe: held.snapshots.subscribe,
    signIn,
    finishSignIn: finishSignInOnce,
    getAccessToken,
    fetch,
    signOut: signOutOnce,
  })
  registerSession(session, { ...context, finish })
  return session

  async function signIn(options: SignInOptions = {}): Promise<void> {
    // An app that signs in whenever nobody is signed in would overtake its own sign-out.
    if (isSigningOut) return
    held.setTransition('signing-in')
    try {
      page.navigate(await startSignIn(context, options))
      clock.setTimer(() => held.endTransition('signing-in'), longestDepartureMs)
    } catch (error) {
      held.endTransition('signing-in')
      throw error
    }
  }

  async function finishSignInOnce(): Promise<SignInResult> {
    const response = takeAuthorizationResponse(page)
    // The response has left the address bar when this is called again.
    return response
      ? finish(response, page.getAddress())
      : (finishing?.result ?? finishSignIn(context, undefined))
  }

  function finish(response: URLSearchParams, arrivedAt?: URL): Promise<SignInResult> {
    const state = response.get('state')
    if (finishing?.state !== state) {
      finishing = { state, result: finishSignIn(context, response, arrivedAt) }
    }
    return finishing.result
  }

  function acceptRelayed(response: URLSearchParams, arrivedAt: URL | undefined): boolean {
    const isOurs = pendingSignIns.has(response.get('state'))
    if (isOurs) finish(response, arrivedAt).catch(() => {})
    return isOurs
  }

  async function getAccessToken(options: GetAccessTokenOptions = {}): Promise<string> {
    options.signal?.throwIfAborted()
    return held.getAccessToken(options.minimumTtlMs) ?? getRenewedToken(options.signal)
  }

  async function getRenewedToken(signal: AbortSignal | undefined): Promise<string> {
    // Whoever gives up stops waiting; the renewal is for all who wait.
    await raceAbort(renew(), signal)
    const accessToken = held.getAccessToken()
    if (accessToken === undefined) throw new SignInRequiredError('no_session')
    return accessToken
  }

  async function getTokenToSend({ rejected, signal }: AccessTokenRequest): Promise<string> {
    if (rejected === undefined) return getAccessToken({ signal })
    if (held.getAccessToken() === rejected) {
      try {
        await raceAbort(renew(), signal)
      } catch (error) {
        signal?.throwIfAborted()
        if (isMudbrickError(error) && error.needsInteraction) held.expire()
      }
    }
    return held.getAccessToken() ?? rejected
  }

  async function signOutOnce(options: SignOutOptions = {}): Promise<SignOutResult> {
    finishing = undefined
    // Said before it begins, because whoever watches the session hears of it while it begins.
    isSigningOut = true
    signingOut ??= signOut(context, options)
    try {
      const result = await signingOut
      clock.setTimer(forgetSignOut, longestDepartureMs)
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

  /** While this page stood still, others may have signed in or out. */
  async function catchUp(): Promise<void> {
    const caughtUp = siblings.catchUp()
    if (!siblings.isBehind()) held.checkExpiry()
    await caughtUp
    held.checkExpiry()
    held.endTransition('restoring')
    void loadProfile(context)
  }

  /** What was under way when the page was left is over. */
  function comeBack(): void {
    forgetSignOut()
    held.endTransition('signing-in')
    void catchUp()
  }
}

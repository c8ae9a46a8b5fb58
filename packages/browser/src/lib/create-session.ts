import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { explain, raceAbort, sleep } from '@mudbrick/http/internal'
import { isMudbrickError, SignInRequiredError } from '@mudbrick/ims'
import { type AccessTokenRequest, createBearerFetch } from '@mudbrick/oauth'
import { findAuthorizationResponse } from './authorization-response.ts'
import { createContext } from './create-context.ts'
import type { CreateSessionOptions } from './create-session-options.ts'
import { getDefaultPage } from './defaults.ts'
import { finishSignIn, isErrorWithoutState } from './finish-sign-in.ts'
import { offerResponse } from './offer-response.ts'
import { RedirectError } from './redirect-error.ts'
import { type Arrival, noteDeparture, takeArrival } from './redirect-handover.ts'
import { listenForRelayedResponses } from './response-relay.ts'
import type { Page } from './page.ts'
import { createServerSideSession } from './server-side-session.ts'
import { registerSession, type SessionContext } from './session-context.ts'
import type { GetAccessTokenOptions, Session } from './session.ts'
import type { SignInOptions } from './sign-in-options.ts'
import type { SignInResult } from './sign-in-result.ts'
import type { SignOutOptions, SignOutResult } from './sign-out-options.ts'
import { signOut } from './sign-out.ts'
import { startSignIn } from './start-sign-in.ts'

// No event tells in every browser that the user has stopped a sign-out from leaving the page.
const longestDepartureMs = 10_000
// An opener that waits answers at once; without one, the user is not kept waiting.
const longestOfferMs = 500
// Longer than any browser needs to close a window that it lets close.
const closingMs = 500
// By storage: sessions that share one belong to one page, and only one of them can take the response.
const finishingSignIns = new WeakMap<object, Promise<SignInResult>>()

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
      explains && 'ims is missing: give what createImsClient() returns.',
    )
  }
  const page = options.page ?? getDefaultPage()
  return page
    ? createSessionInPage(createContext(page, options), options)
    : createServerSideSession()
}

function createSessionInPage(
  context: SessionContext,
  { allowedOrigins, storage }: CreateSessionOptions,
): Session {
  const { ims, page, held, siblings, pendingSignIns, renew, warn, returnPaths, tabStorage } =
    context
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
  let hasWarned = false

  const stops = [page.onWake(catchUp), page.onReturn(comeBack), () => held.close(), siblings.close]
  const caughtUp = catchUp()
  if (!siblings.isBehind()) held.endTransition('restoring')
  const isAwaited = !pendingSignIns.isEmpty()
  const arrival = isAwaited ? takeArrival(tabStorage) : undefined
  const ready = arrival ? finishArrived(arrival) : caughtUp
  // A sign-in in a popup goes on when the page that has opened it is loaded anew.
  if (isAwaited) stops.push(listenForRelayedResponses(page, acceptRelayed).close)

  const session: Session = Object.freeze({
    ready,
    getSnapshot: held.snapshots.getSnapshot,
    subscribe: held.snapshots.subscribe,
    signIn,
    finishSignIn: finishSignInOnce,
    getAccessToken,
    fetch,
    signOut: signOutOnce,
    close: () => stops.forEach((stop) => stop()),
  })
  registerSession(session, { ...context, finish })
  return session

  async function signIn(options: SignInOptions = {}): Promise<void> {
    // An app that signs in whenever nobody is signed in would overtake its own sign-out.
    if (isSigningOut) return
    if (page.isEmbedded()) throw new RedirectError('embedded_page')
    held.setTransition('signing-in')
    try {
      leave(await startSignIn(context, { ...options, isPopup: false }))
    } catch (error) {
      held.endTransition('signing-in')
      throw error
    }
  }

  function leave(authorizationUrl: URL): void {
    const state = authorizationUrl.searchParams.get('state') ?? ''
    if (!context.keepsSignIns()) {
      pendingSignIns.take(state)
      throw new RedirectError('storage_unavailable')
    }
    if (storage === 'memory')
      warn({ code: 'session_not_kept', message: notKeptMessage, cause: undefined })
    noteDeparture(tabStorage, state, pendingSignIns.find(state)?.returnTo ?? '/')
    const stop = page.onStay(() => {
      stop()
      held.endTransition('signing-in')
    })
    page.navigate(authorizationUrl)
  }

  async function finishSignInOnce(): Promise<SignInResult> {
    returnPaths.noteRedirectPage()
    const found = findAuthorizationResponse(page.getAddress())
    // The response has left the address bar when this is called again.
    if (!found) {
      return (
        finishing?.result ??
        finishingSignIns.get(storageOf(page)) ??
        finishSignIn(context, undefined)
      )
    }
    const { response, rest } = found
    if (isOurs(response)) page.replaceAddress(rest)
    else if (await isTakenByOpener(response))
      return { returnTo: returnPaths.getBasePath(), redirectUriFallback: undefined }
    return finish(response, rest)
  }

  function isOurs(response: URLSearchParams): boolean {
    const state = response.get('state')
    const known = [finishing?.state, held.record?.state]
    return (
      isErrorWithoutState(response) ||
      (state !== null && known.includes(state)) ||
      pendingSignIns.find(state) !== undefined
    )
  }

  /** In a popup that shows a page of the app: the page that opened it knows the sign-in. */
  async function isTakenByOpener(response: URLSearchParams): Promise<boolean> {
    if (!response.has('state')) return false
    if (!(await offerResponse(response, { page, clock, longestOfferMs }))) return false
    page.close()
    // Only a window that the browser keeps open gets there.
    await sleep(closingMs, clock, undefined)
    return true
  }

  /** The redirect page has left the response for this page of the app. */
  async function finishArrived({ response, arrivedAt }: Arrival): Promise<void> {
    try {
      await finish(response, arrivedAt)
    } catch (cause) {
      warn({ code: 'sign_in_failed', message: failureMessage, cause })
    }
    await caughtUp
  }

  function finish(response: URLSearchParams, arrivedAt?: URL): Promise<SignInResult> {
    const state = response.get('state')
    if (finishing?.state !== state) {
      finishing = { state, result: share(finishSignIn(context, response, arrivedAt)) }
    }
    return finishing.result
  }

  /** Lets the other sessions of this page wait for the same sign-in. */
  function share(result: Promise<SignInResult>): Promise<SignInResult> {
    const place = storageOf(page)
    finishingSignIns.set(place, result)
    const forget = (): void => {
      if (finishingSignIns.get(place) === result) finishingSignIns.delete(place)
    }
    void result.then(forget, forget)
    return result
  }

  function acceptRelayed(response: URLSearchParams, arrivedAt: URL | undefined): boolean {
    const isOfPopup = pendingSignIns.find(response.get('state'))?.isPopup === true
    if (isOfPopup) finish(response, arrivedAt).catch(() => {})
    return isOfPopup
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
    const toldByOthers = siblings.catchUp()
    if (!siblings.isBehind()) held.checkExpiry()
    await toldByOthers
    held.checkExpiry()
    held.endTransition('restoring')
    context.hooks.loadProfile?.()
    checkScopes()
  }

  /** An app that asks for more than it did is not helped by the session that an earlier version has left. */
  function checkScopes(): void {
    const requested = held.record?.requestedScope?.split(/[ ,]/)
    const missing = requested && ims.scopes.filter((scope) => !requested.includes(scope))
    if (hasWarned || !missing?.length) return
    hasWarned = true
    warn({ code: 'scopes_not_requested', message: scopesMessage(missing), cause: undefined })
  }

  /** What was under way when the page was left is over. */
  function comeBack(): void {
    forgetSignOut()
    held.endTransition('signing-in')
    void catchUp()
  }
}

const notKeptMessage = explain(
  'session_not_kept',
  explains &&
    "storage is 'memory', which ends with the page, and signIn() leaves it: use another storage, or signInWithPopup(), which stays on the page.",
)
const failureMessage = explain(
  'sign_in_failed',
  explains &&
    'The sign-in that came back to this page failed: finishSignIn() rejects with the reason, which is the cause of this warning.',
)

function scopesMessage(missing: readonly string[]): string {
  return explain(
    'scopes_not_requested',
    explains &&
      `The session was signed in without asking for ${missing.join(', ')}, which the app asks for now: sign in again before using what needs it.`,
  )
}

/** A page that may not use storage has sessions of its own. */
function storageOf(page: Page): object {
  try {
    return page.openSessionStorage()
  } catch {
    return page
  }
}

import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { explain, requireGiven } from '@mudbrick/http/internal'
import { createBearerFetch } from '@mudbrick/oauth'
import { getAccessToken, getTokenToSend } from './access-token.ts'
import { getDefaultPage } from './defaults.ts'
import { finishOnce, finishSignIn } from './finish-sign-in.ts'
import { registerSession } from './open-sessions.ts'
import { listenForRelayedResponses } from './popup-relay.ts'
import { type Arrival, takeArrival } from './redirect-handover.ts'
import { renewSession } from './renewal.ts'
import { createServerSideSession } from './server-side-session.ts'
import { createCore, type SessionCore } from './session-core.ts'
import { checkExpiry, endTransition, stopCheckingExpiry } from './session-state.ts'
import { catchUpWithTabs, isBehind, joinTabs } from './session-sync.ts'
import type {
  CreateSessionOptions,
  GetAccessTokenOptions,
  Session,
  SignOutOptions,
  SignOutResult,
} from './session.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

// No event tells in every browser that the user has stopped a sign-out from leaving the page.
const longestDepartureMs = 10_000

/**
 * Creates the session of a page and takes up what an earlier page has left. An app creates one,
 * outside of its components. On a server it can be created too, and stays `restoring`.
 *
 * @throws {@link ConfigurationError} for a missing `ims`, for an allowed origin that is not one, or is
 *   not secure, for an unknown storage, and `unsupported_browser` in a browser that is too old.
 *
 * @example
 * ```ts
 * const session = createSession({ ims, allowedOrigins: ['https://author-p1-e1.adobeaemcloud.com'] })
 * await session.ready
 * if (session.getSnapshot().status === 'signed-out') await session.signIn()
 * ```
 */
export function createSession(options: CreateSessionOptions): Session {
  requireGiven(options?.ims, 'ims', explains && 'give what createImsClient() returns')
  const page = options.page ?? getDefaultPage()
  if (!page) return createServerSideSession()
  requireSupportedBrowser()
  return createSessionInPage(createCore(page, options))
}

/** The youngest of what a session needs: a browser that has it has the rest. */
function requireSupportedBrowser(): void {
  if ('throwIfAborted' in new AbortController().signal) return
  throw new ConfigurationError(
    'unsupported_browser',
    'page',
    explains &&
      'This browser is too old for a session: use Chrome or Edge 100, Firefox 97, Safari 15.4, or a newer one.',
  )
}

function createSessionInPage(core: SessionCore): Session {
  const { ims, page, options, pendingSignIns, snapshots, tabStorage } = core
  const { clock } = ims
  const fetch = createBearerFetch({
    allowedOrigins: options.allowedOrigins,
    getAccessToken: (request) => getTokenToSend(core, request),
    fetch: ims.fetch,
  })
  let signingOut: Promise<SignOutResult> | undefined
  let isSigningOut = false

  // A caller that needs the token is told of a failure; it is tried again in a while.
  core.renewWhenDue = () => void renewSession(core).catch(() => {})
  const stops = [
    joinTabs(core),
    page.onWake(() => void catchUp(core)),
    page.onReturn(comeBack),
    () => stopCheckingExpiry(core),
  ]
  const caughtUp = catchUp(core)
  if (!isBehind(core)) endTransition(core, 'restoring')
  const isAwaited = !pendingSignIns.isEmpty()
  const arrival = isAwaited ? takeArrival(tabStorage) : undefined
  // A sign-in in a popup goes on when the page that has opened it is loaded anew.
  if (isAwaited) stops.push(resumePopups(core))

  const session: Session = Object.freeze({
    ready: arrival ? finishArrived(core, arrival, caughtUp) : caughtUp,
    getSnapshot: snapshots.getSnapshot,
    subscribe: snapshots.subscribe,
    // An app that signs in whenever no user is signed in would overtake its own sign-out.
    signIn: async (signInOptions = {}) => (isSigningOut ? undefined : signIn(core, signInOptions)),
    finishSignIn: () => finishSignIn(core),
    getAccessToken: (tokenOptions?: GetAccessTokenOptions) => getAccessToken(core, tokenOptions),
    fetch,
    signOut: signOutOnce,
    close: () => stops.forEach((stop) => stop()),
  })
  registerSession(session, core)
  return session

  async function signOutOnce(signOutOptions: SignOutOptions = {}): Promise<SignOutResult> {
    core.finishing = undefined
    // Said before it begins, because listeners of the session are called while it begins.
    isSigningOut = true
    signingOut ??= signOut(core, signOutOptions)
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

  /** What was under way when the page was left is over. */
  function comeBack(): void {
    forgetSignOut()
    endTransition(core, 'signing-in')
    void catchUp(core)
  }
}

/** While this page stood still, others may have signed in or out. */
async function catchUp(core: SessionCore): Promise<void> {
  const toldByOthers = catchUpWithTabs(core)
  if (!isBehind(core)) checkExpiry(core)
  await toldByOthers
  checkExpiry(core)
  endTransition(core, 'restoring')
  core.loadProfile?.()
  checkScopes(core)
}

/** An app that asks for more than it did is not helped by the session that an earlier version has left. */
function checkScopes(core: SessionCore): void {
  const requested = core.record?.requestedScope?.split(/[ ,]/)
  const missing = core.ims.scopes.filter((scope) => requested?.includes(scope) === false)
  if (core.hasWarnedOfScopes || missing.length === 0) return
  core.hasWarnedOfScopes = true
  core.warn({ code: 'scopes_not_requested', message: scopesMessage(missing), cause: undefined })
}

/** The redirect page has left the response for this page of the app. */
async function finishArrived(
  core: SessionCore,
  { response, arrivedAt }: Arrival,
  caughtUp: Promise<void>,
): Promise<void> {
  try {
    await finishOnce(core, response, arrivedAt)
  } catch (cause) {
    core.warn({ code: 'sign_in_failed', message: failureMessage, cause })
  }
  await caughtUp
}

function resumePopups(core: SessionCore): () => void {
  const { close } = listenForRelayedResponses(core.page, (response, arrivedAt) => {
    const isOfPopup = core.pendingSignIns.find(response.get('state'))?.isPopup === true
    if (isOfPopup) finishOnce(core, response, arrivedAt).catch(() => {})
    return isOfPopup
  })
  return close
}

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

import { raceAbort } from '@mudbrick/http/internal'
import type { StartAuthorizationOptions } from '@mudbrick/ims'
import { getDefaultPopupWindows } from './defaults.ts'
import { PopupError } from './popup-error.ts'
import { returnGraceMs, watchForReturn } from './popup-close-detection.ts'
import { popupStandIns } from './popup-stand-ins.ts'
import type { PopupWindow, PopupWindows } from './popup-windows.ts'
import { finishOnce, isErrorWithoutState } from './finish-sign-in.ts'
import { listenForRelayedResponses } from './popup-relay.ts'
import { coreOf } from './open-sessions.ts'
import type { SessionCore } from './session-core.ts'
import { endTransition, setTransition } from './session-state.ts'
import type { Session, SignInResult } from './session.ts'
import { startSignIn } from './sign-in.ts'

/** Says how to sign in in a window of its own. */
export interface SignInWithPopupOptions extends Pick<
  StartAuthorizationOptions,
  'locale' | 'prompt' | 'signal'
> {
  /** How long the user may take; ten minutes by default. */
  readonly timeoutMs?: number | undefined
  /** Opens the window; the browser does by default. */
  readonly windows?: PopupWindows | undefined
}

/** A sign-in whose window is open. */
interface OpenSignIn {
  readonly result: Promise<SignInResult>
  /** Puts the window before the user's eyes. */
  readonly show: () => void
}

// One for each session: who clicks twice wants one window, not two.
const openSignIns = new WeakMap<SessionCore, OpenSignIn>()

/**
 * Signs the user in in a window of its own, while this page stays as it is. Call it right in a click:
 * the window is opened before anything asynchronous, or the browser would block it. Called again
 * meanwhile, it shows that window, opens it anew if it is gone, and gives the same result. When the
 * call was rejected because the window seemed closed, and an answer comes from it after all, the
 * session is signed in nevertheless.
 *
 * @throws {@link PopupError} when the window is blocked, closed, or not used in time.
 * @throws {@link AuthorizationResponseError} when the user or IMS declined.
 * @throws {@link ConfigurationError} for a session that lives in no window.
 *
 * @example
 * ```ts
 * button.addEventListener('click', async () => {
 *   await signInWithPopup(session)
 *   console.log(session.getSnapshot().status)
 * })
 * ```
 */
export async function signInWithPopup(
  session: Session,
  options: SignInWithPopupOptions = {},
): Promise<SignInResult> {
  const standIn = popupStandIns.get(session)
  if (standIn) return standIn(options)

  const core = coreOf(session)
  const open = openSignIns.get(core)
  if (open) {
    open.show()
    return open.result
  }

  options.signal?.throwIfAborted()
  const started = openSignIn(core, options)
  openSignIns.set(core, started)
  try {
    return await started.result
  } finally {
    openSignIns.delete(core)
  }
}

function openSignIn(
  core: SessionCore,
  { windows = getDefaultPopupWindows(), timeoutMs = 600_000, ...options }: SignInWithPopupOptions,
): OpenSignIn {
  const { page, ims } = core
  const { clock } = ims
  let popup = openPopup(windows)
  let openedAt = page.monotonicNow()
  let url: URL | undefined
  return { result: run(), show }

  async function run(): Promise<SignInResult> {
    const givingUp = new AbortController()
    const giveUp = (reason: unknown): void => givingUp.abort(reason)
    const stops = [
      clock.setTimer(() => giveUp(new PopupError('popup_timed_out')), timeoutMs),
      watchForReturn(windows, clock, () => {
        if (popup.isClosed()) giveUp(new PopupError('popup_closed'))
      }),
    ]
    const stopWaiting = (): void => stops.forEach((stop) => stop())
    onAbort(options.signal, giveUp)
    setTransition(core, 'signing-in')
    try {
      url = await raceAbort(startSignIn(core, options, true), givingUp.signal)
      const answer = receiveAnswer(core, url, { signal: options.signal, onAnswer: stopWaiting })
      popup.navigate(url)
      return await raceAbort(answer, givingUp.signal)
    } finally {
      stopWaiting()
      popup.close()
      endTransition(core, 'signing-in')
    }
  }

  function show(): void {
    // The second click of a double click comes sooner, and `isClosed` is no proof that soon.
    if (!popup.isClosed() || page.monotonicNow() < openedAt + returnGraceMs) return popup.focus()
    popup = openPopup(windows)
    openedAt = page.monotonicNow()
    if (url) popup.navigate(url)
  }
}

function openPopup(windows: PopupWindows): PopupWindow {
  const popup = windows.open()
  if (popup) return popup
  throw new PopupError('popup_blocked')
}

/** Finishes the sign-in when its answer comes, however late, unless it was aborted before. */
function receiveAnswer(
  core: SessionCore,
  authorizationUrl: URL,
  { signal, onAnswer }: { readonly signal: AbortSignal | undefined; readonly onAnswer: () => void },
): Promise<SignInResult> {
  const state = authorizationUrl.searchParams.get('state')
  return new Promise((resolve) => {
    const relay = listenForRelayedResponses(core.page, (response, arrivedAt) => {
      if (response.get('state') !== state && !isErrorWithoutState(response)) return false
      onAnswer()
      resolve(finishOnce(core, response, arrivedAt))
      // The acknowledgement is posted before.
      queueMicrotask(relay.close)
      return true
    })
    onAbort(signal, () => {
      relay.close()
      core.pendingSignIns.take(state)
    })
  })
}

function onAbort(signal: AbortSignal | undefined, listener: (reason: unknown) => void): void {
  signal?.addEventListener('abort', () => listener(signal.reason))
}

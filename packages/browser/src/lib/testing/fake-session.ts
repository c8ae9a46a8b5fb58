import type { Clock } from '@mudbrick/http'
import { systemClock } from '@mudbrick/http/internal'
import { ConfigurationError, type Fetch, SignInRequiredError } from '@mudbrick/ims'
import { type PopupStandIn, type PopupStandInOptions, popupStandIns } from '../popup-stand-ins.ts'
import type {
  GetAccessTokenOptions,
  Session,
  SignInOptions,
  SignInResult,
  SignOutOptions,
  SignOutResult,
} from '../session.ts'
import { createSnapshotStore } from '../snapshot-store.ts'
import type { FakeSessionCall } from './fake-session-call.ts'
import { createFakeSnapshot, type FakeSessionState } from './fake-session-state.ts'

/** Says what a fake session begins with, and how the calls of it end; they succeed by default. */
export interface CreateFakeSessionOptions {
  /** The state it begins in; `signed-in` by default. */
  readonly state?: FakeSessionState | undefined
  /** The state that a sign-in leads to: who signs in, with which scopes; `signed-in` by default. */
  readonly stateAfterSignIn?: FakeSessionState | undefined
  /** Answers what is sent with `session.fetch`; without it, such a request is refused. */
  readonly fetch?: Fetch | undefined
  /** Gives the access token, or rejects. */
  readonly getAccessToken?: Session['getAccessToken'] | undefined
  /** Decides how leaving for IMS ends. */
  readonly signIn?: Session['signIn'] | undefined
  /** Decides how finishing on the redirect page ends. */
  readonly finishSignIn?: Session['finishSignIn'] | undefined
  /** Decides how a sign-in in a popup ends; no window is opened. */
  readonly signInWithPopup?: PopupStandIn | undefined
  /** Decides how signing out ends. */
  readonly signOut?: Session['signOut'] | undefined
  /** Tells when tokens arrive and expire; the machine's clock by default. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** A session without IMS, without a window and without storage, whose state a test decides. */
export interface FakeSession {
  /** Gives the session, for the components under test. */
  readonly session: Session
  /** Lists the sign-ins and sign-outs that were asked for, oldest first. */
  readonly calls: readonly FakeSessionCall[]
  /** Changes the state and calls its listeners. */
  readonly become: (state: FakeSessionState) => void
}

/**
 * Creates a session for tests of components. It does what a session does, as far as they can see:
 * `signIn` is `signing-in`, `finishSignIn` and `signInWithPopup` are `signed-in`, `signOut` is
 * `signed-out`, `ready` waits while it is `restoring`, the token is `fake-access-token`, and a 401 is
 * `expired`.
 *
 * @example
 * ```ts
 * const { session, become, calls } = createFakeSession({ state: 'signed-out' })
 * await session.signIn({ returnTo: '/models' })
 * console.log(calls) // [{ name: 'signIn', options: { returnTo: '/models' } }]
 * become('signed-in')
 * ```
 */
export function createFakeSession(options: CreateFakeSessionOptions = {}): FakeSession {
  const { state = 'signed-in', stateAfterSignIn = 'signed-in', clock = systemClock } = options
  const calls: FakeSessionCall[] = []
  const { getSnapshot, subscribe, publish } = createSnapshotStore(
    createFakeSnapshot(state, clock.now()),
  )
  let returnTo = '/'
  let finishing: Promise<SignInResult> | undefined

  const session: Session = Object.freeze({
    ready: createReady({ getSnapshot, subscribe }),
    getSnapshot,
    subscribe,
    signIn,
    finishSignIn,
    getAccessToken,
    fetch: fetchWithToken,
    signOut,
    close: () => {},
  })
  popupStandIns.set(session, signInWithPopup)
  return { session, calls, become }

  function become(next: FakeSessionState): void {
    publish(createFakeSnapshot(next, clock.now()))
  }

  async function signIn(signInOptions: SignInOptions = {}): Promise<void> {
    calls.push({ name: 'signIn', options: signInOptions })
    returnTo = signInOptions.returnTo ?? '/'
    await whileSigningIn(async () => options.signIn?.(signInOptions))
  }

  async function finishSignIn(): Promise<SignInResult> {
    calls.push({ name: 'finishSignIn' })
    return finish(() => options.finishSignIn?.())
  }

  async function signInWithPopup(popupOptions: PopupStandInOptions = {}): Promise<SignInResult> {
    calls.push({ name: 'signInWithPopup', options: popupOptions })
    return finish(() => options.signInWithPopup?.(popupOptions))
  }

  async function finish(decide: () => Promise<SignInResult> | undefined): Promise<SignInResult> {
    finishing ??= whileSigningIn(
      async () => (await decide()) ?? { returnTo, redirectUriFallback: undefined },
    )
    // Who asks twice, as StrictMode does, is given one result.
    try {
      const result = await finishing
      if (getSnapshot().status === 'signing-in') become(stateAfterSignIn)
      return result
    } finally {
      finishing = undefined
    }
  }

  async function whileSigningIn<Result>(decide: () => Promise<Result>): Promise<Result> {
    const before = getSnapshot()
    publish({ status: 'signing-in' })
    try {
      return await decide()
    } catch (error) {
      publish(before)
      throw error
    }
  }

  async function getAccessToken(tokenOptions: GetAccessTokenOptions = {}): Promise<string> {
    tokenOptions.signal?.throwIfAborted()
    if (options.getAccessToken) return options.getAccessToken(tokenOptions)
    if (getSnapshot().status !== 'signed-in') throw new SignInRequiredError('no_session')
    return 'fake-access-token'
  }

  async function fetchWithToken(...[input, init]: Parameters<Fetch>): Promise<Response> {
    const request = new Request(input, init)
    const token = await getAccessToken({ signal: request.signal })
    request.headers.set('authorization', `Bearer ${token}`)
    const response = await (options.fetch ?? refuse)(request)
    if (response.status === 401) become('expired')
    return response
  }

  async function signOut(signOutOptions: SignOutOptions = {}): Promise<SignOutResult> {
    calls.push({ name: 'signOut', options: signOutOptions })
    become('signed-out')
    return options.signOut ? options.signOut(signOutOptions) : { isRevoked: true }
  }
}

function createReady({
  getSnapshot,
  subscribe,
}: Pick<Session, 'getSnapshot' | 'subscribe'>): Promise<void> {
  return new Promise((resolve) => {
    if (getSnapshot().status !== 'restoring') {
      resolve()
      return
    }
    const unsubscribe = subscribe(() => {
      unsubscribe()
      resolve()
    })
  })
}

const refuse: Fetch = async (input) => {
  const { method, url } = new Request(input)
  throw new ConfigurationError(
    'invalid_option',
    'fetch',
    `A fake session was asked to send ${method} ${url}: answer it with createFakeSession({ fetch }).`,
  )
}

import type { Session, SessionSnapshot } from '@mudbrick/browser'

/** A session whose state a test decides. */
export interface FakeSession {
  readonly session: Session
  /** Changes the state and tells whoever watches. */
  readonly become: (snapshot: SessionSnapshot) => void
}

/** Creates a session that answers nothing but its state, save for the functions that a test gives. */
export function createFakeSession(
  initial: SessionSnapshot,
  functions: Partial<Session> = {},
): FakeSession {
  const listeners = new Set<() => void>()
  let current = initial
  const session: Session = {
    ready: Promise.resolve(),
    getSnapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    signIn: never,
    finishSignIn: never,
    getAccessToken: never,
    fetch: never,
    signOut: never,
    ...functions,
  }
  return {
    session,
    become(snapshot) {
      current = snapshot
      for (const listener of listeners) listener()
    },
  }
}

export const signedOut: SessionSnapshot = { status: 'signed-out' }
export const expired: SessionSnapshot = { status: 'expired', profile: undefined }
export const signedIn: SessionSnapshot = {
  status: 'signed-in',
  profile: undefined,
  scopes: ['AdobeID'],
  receivedAt: 0,
  expiresAt: 3_600_000,
}

function never(): Promise<never> {
  return new Promise(() => {})
}

'use client'

import type { Session, SessionSnapshot } from '@mudbrick/browser'
import { useSyncExternalStore } from 'react'
import { getServerSnapshot } from './server-snapshot.ts'
import { useProvidedSession } from './session-context.ts'

/** What {@link useSession} returns. */
export interface UseSessionResult {
  /** Gives the session, always the same object: `signIn`, `signOut`, `fetch`, `getAccessToken`. */
  readonly session: Session
  /** Gives the session's present state, a new object whenever it changes. */
  readonly snapshot: SessionSnapshot
}

/**
 * Returns the session and its present state, and renders again when the state changes. Check
 * `snapshot.status` and the other fields of that state follow.
 *
 * @throws Error when no `SessionProvider` surrounds the component.
 *
 * @example
 * ```tsx
 * function Greeting() {
 *   const { session, snapshot } = useSession()
 *   if (snapshot.status !== 'signed-in') return null
 *   return <button onClick={() => session.signOut()}>Sign out {snapshot.profile?.name}</button>
 * }
 * ```
 */
export function useSession(): UseSessionResult {
  const session = useProvidedSession()
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, getServerSnapshot)
  return { session, snapshot }
}

'use client'

import type { Session, SessionSnapshot } from '@mudbrick/browser'
import { useRef, useSyncExternalStore } from 'react'

/**
 * Returns the state of a session, in which a signed-in user stays so while signing in again: what
 * they see and have typed survives a popup, as it does when the popup comes to nothing.
 */
export function useStableSnapshot(
  session: Session,
  getServerSnapshot: () => SessionSnapshot,
): SessionSnapshot {
  const last = useRef<SessionSnapshot>(undefined)

  function getStableSnapshot(): SessionSnapshot {
    const snapshot = session.getSnapshot()
    const isAgain = snapshot.status === 'signing-in' && last.current?.status === 'signed-in'
    if (!isAgain || !last.current) last.current = snapshot
    return last.current
  }

  return useSyncExternalStore(session.subscribe, getStableSnapshot, getServerSnapshot)
}

'use client'

import type { Session, SessionSnapshot } from '@mudbrick/browser'
import { useRef, useSyncExternalStore } from 'react'

/**
 * Returns the state of a session, in which whoever is signed in stays so while signing in again: what
 * they see and have typed survives a popup, as it does when the popup comes to nothing.
 */
export function useLastingSnapshot(
  session: Session,
  getServerSnapshot: () => SessionSnapshot,
): SessionSnapshot {
  const last = useRef<SessionSnapshot>(undefined)

  function getLastingSnapshot(): SessionSnapshot {
    const snapshot = session.getSnapshot()
    const isAgain = snapshot.status === 'signing-in' && last.current?.status === 'signed-in'
    if (!isAgain || !last.current) last.current = snapshot
    return last.current
  }

  return useSyncExternalStore(session.subscribe, getLastingSnapshot, getServerSnapshot)
}

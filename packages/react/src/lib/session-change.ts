import type { Session } from '@mudbrick/browser'

// React renders a suspended component again and again: all of them wait for the same.
const changes = new WeakMap<Session, Promise<void>>()

/** Resolves at the session's next change. */
export function waitForChange(session: Session): Promise<void> {
  const change = changes.get(session) ?? startWaiting(session)
  changes.set(session, change)
  return change
}

function startWaiting(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = session.subscribe(() => {
      unsubscribe()
      changes.delete(session)
      resolve()
    })
  })
}

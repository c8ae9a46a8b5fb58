'use client'

import type { Session } from '@mudbrick/browser'
import { loadProfile } from '@mudbrick/browser/profile'
import { type ReactNode, useEffect } from 'react'
import { SessionContext } from './session-context.ts'

/** The properties of {@link SessionProvider}. */
export interface SessionProviderProps {
  /** Gives the session, created once, outside of any component. */
  readonly session: Session
  /** Gives the part of the application that uses the session. */
  readonly children?: ReactNode
}

/**
 * Makes a session available to the components inside, and has it load the user's profile.
 *
 * @example
 * ```tsx
 * const session = createSession({ ims, allowedOrigins: ['https://author-p1-e1.adobeaemcloud.com'] })
 *
 * createRoot(root).render(
 *   <SessionProvider session={session}>
 *     <App />
 *   </SessionProvider>,
 * )
 * ```
 */
export function SessionProvider({ session, children }: SessionProviderProps): ReactNode {
  useEffect(() => loadProfile(session), [session])
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
}

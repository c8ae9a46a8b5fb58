'use client'

import type { Session } from '@mudbrick/browser'
import { type Context, createContext, useContext } from 'react'

export const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(
  undefined,
)

/** @throws Error when no `SessionProvider` surrounds the component. */
export function useProvidedSession(): Session {
  const session = useContext(SessionContext)
  if (session) return session
  throw new Error(
    'The hooks and components of @mudbrick/react need a session: put <SessionProvider session={session}> around the components that use them.',
  )
}

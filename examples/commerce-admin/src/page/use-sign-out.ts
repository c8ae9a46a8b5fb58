import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useApplication } from './application.ts'
import { readAnswer, type Session } from './server-answers.ts'

/** How the session ended that this page had. */
export type SessionEnding =
  | { readonly kind: 'revoked' }
  | {
      readonly kind: 'everywhere'
      /** How many sessions ended. */
      readonly count: number
    }
  | { readonly kind: 'ended' }

export interface UseSignOutResult {
  readonly signOut: () => void
  /** Whether the user is being signed out. */
  readonly isLeaving: boolean
  /** Whether signing out has failed. */
  readonly hasFailed: boolean
  /** How the former session ended, if there was one. */
  readonly ending: SessionEnding | undefined
  /** Notes how the user is ending the session, for the page to show it afterwards. */
  readonly noteEnding: (ending: SessionEnding) => void
}

/** Signs the user out here and at IMS, and removes what the page has read when the session has ended for any reason. */
export function useSignOut(session: Session | undefined): UseSignOutResult {
  const { server, recorder } = useApplication()
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState<'none' | 'leaving' | 'failed'>('none')
  const [wasSignedIn, setWasSignedIn] = useState(false)
  const [noted, setNoted] = useState<SessionEnding>({ kind: 'ended' })
  const isSignedOut = session?.status === 'signed-out'
  if (session?.status === 'signed-in' && !wasSignedIn) setWasSignedIn(true)

  useEffect(() => {
    if (!isSignedOut) return
    queryClient.removeQueries({ queryKey: ['commerce'] })
    queryClient.removeQueries({ queryKey: ['token'] })
    queryClient.removeQueries({ queryKey: ['sessions'] })
    recorder.clear()
  }, [isSignedOut, queryClient, recorder])

  const signOut = async (): Promise<void> => {
    setProgress('leaving')
    try {
      const response = await server.fetch('/auth/sign-out', { method: 'POST' })
      // IMS has a session of its own: its page ends that, and leads back.
      const { logoutUrl } = await readAnswer<{ readonly logoutUrl: string }>(response)
      window.location.assign(logoutUrl)
    } catch {
      setProgress('failed')
    }
  }
  const hasEnded = isSignedOut && (wasSignedIn || session.hasExpired)
  return {
    signOut: () => void signOut(),
    isLeaving: progress === 'leaving',
    hasFailed: progress === 'failed',
    ending: hasEnded ? noted : undefined,
    noteEnding: setNoted,
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useApplication } from './application.ts'
import { readAnswer, type Session } from './server-answers.ts'

/** How a session ended under the eyes of this page. */
export type SessionEnding = 'revoked' | 'ended'

export interface UseSignOutResult {
  readonly signOut: () => void
  /** Whether the user is on the way out. */
  readonly isLeaving: boolean
  /** Whether that did not work. */
  readonly hasFailed: boolean
  /** How the session that was there before ended, when there was one. */
  readonly ending: SessionEnding | undefined
  /** Tells that the user has had the grant revoked, so that what follows is no surprise. */
  readonly noteRevocation: () => void
}

/** Signs the user out here and at IMS, and forgets what they saw however their session came to an end. */
export function useSignOut(session: Session | undefined): UseSignOutResult {
  const { server, recorder } = useApplication()
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState<'none' | 'leaving' | 'failed'>('none')
  const [wasSignedIn, setWasSignedIn] = useState(false)
  const [wasRevoked, setWasRevoked] = useState(false)
  const isSignedOut = session?.status === 'signed-out'
  if (session?.status === 'signed-in' && !wasSignedIn) setWasSignedIn(true)

  useEffect(() => {
    if (!isSignedOut) return
    queryClient.removeQueries({ queryKey: ['commerce'] })
    queryClient.removeQueries({ queryKey: ['token'] })
    recorder.clear()
  }, [isSignedOut, queryClient, recorder])

  const signOut = async (): Promise<void> => {
    setProgress('leaving')
    try {
      const response = await server.fetch('/auth/sign-out', { method: 'POST' })
      // IMS has a session of its own, which it ends there, and then leads back.
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
    ending: hasEnded ? nameEnding(wasRevoked) : undefined,
    noteRevocation: () => setWasRevoked(true),
  }
}

function nameEnding(wasRevoked: boolean): SessionEnding {
  return wasRevoked ? 'revoked' : 'ended'
}

import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'

import { useApplication } from './application.ts'
import {
  type ListedSession,
  readAnswer,
  requireSuccess,
  type Session,
  type SessionList,
} from './server-answers.ts'
import { withoutSessions } from './session-words.ts'
import { useSessionEnd } from './use-session-end.ts'
import { sessionKey } from './use-session.ts'

export interface UseSessionListResult {
  readonly list: SessionList | undefined
  /** Why the list could not be read. */
  readonly error: Error | null
  readonly reload: () => void
  /** Ends one of the user's other sessions. */
  readonly signOut: UseMutationResult<void, Error, ListedSession>
  /** Ends all sessions of the user, this one included; returns how many there were. */
  readonly signOutEverywhere: UseMutationResult<number, Error, void>
}

export interface UseSessionListOptions {
  /** Called when all sessions have ended, with their number. */
  readonly onSignOutEverywhere: (count: number) => void
}

/** Reads where the user is signed in, now and every five seconds, and ends these sessions. */
export function useSessionList(options: UseSessionListOptions): UseSessionListResult {
  const { server } = useApplication()
  const queryClient = useQueryClient()
  const [ended, setEnded] = useState<readonly string[]>([])
  const query = useQuery({
    queryKey: ['sessions'],
    // Without a signal: Spectrum's tabs mount their content twice, and the call would be made twice.
    queryFn: async () => readAnswer<SessionList>(await server.fetchQuietly('/api/sessions')),
    staleTime: 0,
    refetchInterval: 5_000,
  })
  const signOut = useMutation({
    mutationFn: async ({ label }: ListedSession) =>
      requireSuccess(await server.fetch(`/api/sessions/${label}`, { method: 'DELETE' })),
    // The other process can still list it for a second.
    onSuccess: (_, { label }) => setEnded((labels) => [...labels, label]),
    onError: () => query.refetch(),
  })
  const signOutEverywhere = useMutation({
    mutationFn: async () => {
      const response = await server.fetch('/api/sessions', { method: 'DELETE' })
      const { count } = await readAnswer<{ readonly count: number }>(response)
      return count
    },
    onSuccess: async (count) => {
      options.onSignOutEverywhere(count)
      // The other process can still answer that the user is signed in, for a second.
      await queryClient.cancelQueries({ queryKey: sessionKey })
      const session: Session = { status: 'signed-out', hasExpired: false }
      queryClient.setQueryData(sessionKey, session)
    },
    onError: () => query.refetch(),
  })
  useSessionEnd(query.error ?? signOut.error ?? signOutEverywhere.error)
  return {
    list: query.data && withoutSessions(query.data, ended),
    error: query.error,
    reload: () => void query.refetch(),
    signOut,
    signOutEverywhere,
  }
}

import { useQuery, type UseQueryResult } from '@tanstack/react-query'

import { useApplication } from './application.ts'
import { readAnswer, type Session } from './server-answers.ts'

/** Who is signed in, as the server's own route tells it. */
export function useSession(): UseQueryResult<Session> {
  const { server } = useApplication()
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) =>
      parseSession(await readAnswer(await server.fetchQuietly('/auth/session', { signal }))),
  })
}

export const sessionKey = ['session'] as const

interface SessionAnswer {
  readonly status: 'signed-in' | 'expired' | 'signed-out'
  readonly profile?: { readonly name?: string; readonly email?: string }
}

function parseSession({ status, profile }: SessionAnswer): Session {
  if (status !== 'signed-in') return { status: 'signed-out', hasExpired: status === 'expired' }
  return { status, name: profile?.name ?? profile?.email ?? 'Signed in', email: profile?.email }
}

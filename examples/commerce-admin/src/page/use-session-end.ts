import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { ServerAnswerError } from './server-answers.ts'
import { sessionKey } from './use-session.ts'

/** Asks the server again who is signed in, when it has answered that this user is not (401). */
export function useSessionEnd(error: Error | null): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (error instanceof ServerAnswerError && error.status === 401)
      void queryClient.invalidateQueries({ queryKey: sessionKey })
  }, [error, queryClient])
}

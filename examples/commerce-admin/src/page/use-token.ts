import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { useApplication } from './application.ts'
import {
  readAnswer,
  requireSuccess,
  ServerAnswerError,
  type TokenReport,
} from './server-answers.ts'
import { sessionKey } from './use-session.ts'

export interface UseTokenResult {
  /** What the process says that knows most; the others may be a second behind. */
  readonly report: TokenReport | undefined
  /** Why nothing is known yet. */
  readonly error: Error | null
  /** What each process said last, in the order of their names. */
  readonly byProcess: readonly TokenReport[]
  /** Has the server renew the access token, old or not. */
  readonly refresh: UseMutationResult<TokenReport, Error, void>
  /** Has the server revoke the grant, as an operator would. */
  readonly revoke: UseMutationResult<void, Error, void>
}

/** What the server knows of the access token; asked again soon, until every process has said the same, and now and then. */
export function useToken(): UseTokenResult {
  const { server } = useApplication()
  const queryClient = useQueryClient()
  const [byProcess, setByProcess] = useState<readonly TokenReport[]>([])
  const refresh = useMutation({
    mutationFn: async () => read(await server.fetch('/api/token/refresh', { method: 'POST' })),
    onSuccess: (report) => queryClient.setQueryData(tokenKey, report),
  })
  const revoke = useMutation({
    mutationFn: async () => {
      await requireSuccess(await server.fetch('/api/token/revoke', { method: 'POST' }))
    },
    // The other process may not have heard of it yet: it takes a second at most.
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokenKey }),
  })
  const query = useQuery({
    queryKey: tokenKey,
    queryFn: async ({ signal }) => read(await server.fetchQuietly('/api/token', { signal })),
    // Of a revoked grant every process is about to say that nobody is signed in.
    refetchInterval: isUnanimous(byProcess) && !revoke.isSuccess ? 5_000 : 250,
  })
  useSessionEnd(query.error ?? refresh.error)
  if (query.data !== undefined && !byProcess.includes(query.data)) {
    setByProcess(addReport(byProcess, query.data))
  }
  return { report: findNewest(byProcess), error: query.error, byProcess, refresh, revoke }
}

const tokenKey = ['token'] as const

function read(response: Response): Promise<TokenReport> {
  return readAnswer<TokenReport>(response)
}

/** A 401 of the server means that nobody is signed in any more: the page then asks who is. */
function useSessionEnd(error: Error | null): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (error instanceof ServerAnswerError && error.status === 401)
      void queryClient.invalidateQueries({ queryKey: sessionKey })
  }, [error, queryClient])
}

/** One process answers after the other, so it takes a few requests to hear all of them. */
function isUnanimous(reports: readonly TokenReport[]): boolean {
  const [first, ...others] = reports
  if (first === undefined || reports.length < first.processCount) return false
  return others.every(({ refreshedAt }) => refreshedAt === first.refreshedAt)
}

function findNewest(reports: readonly TokenReport[]): TokenReport | undefined {
  return reports.toSorted((one, two) => two.refreshedAt - one.refreshedAt)[0]
}

function addReport(reports: readonly TokenReport[], latest: TokenReport): readonly TokenReport[] {
  const others = reports.filter(({ process }) => process !== latest.process)
  return [...others, latest].toSorted((one, two) => one.process.localeCompare(two.process))
}

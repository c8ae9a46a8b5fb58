import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'

import { useApplication } from './application.ts'
import { readAnswer, requireSuccess, type TokenReport } from './server-answers.ts'
import { useSessionEnd } from './use-session-end.ts'

export interface UseTokenResult {
  /** The newest report of all processes; the others may be a second behind. */
  readonly report: TokenReport | undefined
  /** Why the last report could not be read. */
  readonly error: Error | null
  /** The last report of each process, in the order of their names. */
  readonly byProcess: readonly TokenReport[]
  /** Makes the server renew the access token, whatever its age. */
  readonly refresh: UseMutationResult<TokenReport, Error, void>
  /** Makes the server revoke the grant, as an operator would. */
  readonly revoke: UseMutationResult<void, Error, void>
}

/** Reads what the server knows about the access token: often until all processes report the same, then every five seconds. */
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
    // The other process may not know of it yet: it takes a second at most.
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokenKey }),
  })
  const query = useQuery({
    queryKey: tokenKey,
    queryFn: async ({ signal }) => read(await server.fetchQuietly('/api/token', { signal })),
    // After a revocation, every process is about to answer that the user is not signed in.
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

/** The processes take turns, so it takes a few requests until each has answered. */
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

import type {
  Explanation,
  Flow,
  FlowFilter,
  FlowList,
  ListedFault,
  RunDescription,
  SeedCredential,
  SeedUser,
} from '@mudbrick/sandbox'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { call } from './call.ts'

/** What the pages read of the sandbox; the first part of a key is what events make old. */
export const queries = {
  run: queryOptions({ queryKey: ['run'], queryFn: () => call<RunDescription>('/run') }),
  users: queryOptions({ queryKey: ['users'], queryFn: () => call<readonly SeedUser[]>('/users') }),
  credentials: queryOptions({
    queryKey: ['credentials'],
    queryFn: () => call<readonly SeedCredential[]>('/credentials'),
  }),
  clock: queryOptions({
    queryKey: ['clock'],
    queryFn: async () => {
      const { now } = await call<{ readonly now: number }>('/clock')
      return { now, readAt: Date.now() }
    },
  }),
  faults: queryOptions({
    queryKey: ['faults'],
    queryFn: () => call<readonly ListedFault[]>('/faults'),
  }),
  flows: (filter: FlowFilter) =>
    queryOptions({
      queryKey: ['flows', filter],
      queryFn: ({ signal }) => call<FlowList>(`/flows${formatQuery(filter)}`, { signal }),
      placeholderData: keepPreviousData,
    }),
  flow: (id: string) =>
    queryOptions({
      queryKey: ['flow', id],
      queryFn: () => call<Flow>(`/flows/${encodeURIComponent(id)}`),
    }),
  explanation: (exchange: number) =>
    queryOptions({
      queryKey: ['explanation', exchange],
      queryFn: () => call<Explanation>(`/journal/${exchange}/explanation`),
    }),
}

function formatQuery(filter: FlowFilter): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  const query = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))
  return query.size === 0 ? '' : `?${query}`
}

import type {
  AemConfigurationFiles,
  AemProject,
  BrowserSession,
  Consent,
  Explanation,
  Flow,
  FlowFilter,
  FlowList,
  ListedApi,
  ListedFault,
  ListedToken,
  Project,
  RunDescription,
  SecretUse,
  SeedCredential,
  SeedOrganization,
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
  organizations: queryOptions({
    queryKey: ['organizations'],
    queryFn: () => call<readonly SeedOrganization[]>('/organizations'),
  }),
  projects: queryOptions({
    queryKey: ['projects'],
    queryFn: () => call<readonly Project[]>('/projects'),
  }),
  apis: (organization: string) =>
    queryOptions({
      queryKey: ['apis', organization],
      queryFn: () => call<readonly ListedApi[]>(`/apis${formatQuery({ organization })}`),
    }),
  secrets: (clientId: string) =>
    queryOptions({
      queryKey: ['secrets', clientId],
      queryFn: () =>
        call<readonly SecretUse[]>(`/credentials/${encodeURIComponent(clientId)}/secrets`),
    }),
  consents: queryOptions({
    queryKey: ['consents'],
    queryFn: () => call<readonly Consent[]>('/consents'),
  }),
  browserSessions: queryOptions({
    queryKey: ['browserSessions'],
    queryFn: () => call<readonly BrowserSession[]>('/browser-sessions'),
  }),
  tokens: queryOptions({
    queryKey: ['tokens'],
    queryFn: () => call<readonly ListedToken[]>('/tokens'),
  }),
  aemConfiguration: queryOptions({
    queryKey: ['aemConfiguration'],
    queryFn: () => call<AemConfigurationFiles>('/aem/configuration'),
  }),
  aemProject: queryOptions({
    queryKey: ['aemProject'],
    queryFn: async () => {
      const { project } = await call<{ readonly project?: AemProject }>('/aem/project')
      return project ?? null
    },
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

function formatQuery(filter: object): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  const query = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))
  return query.size === 0 ? '' : `?${query}`
}

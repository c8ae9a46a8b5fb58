import type { FlowKind, FlowOutcome, FlowParticipant, FlowService } from '@mudbrick/sandbox'

/** What the kinds of flows are called. */
export const kindNames: Readonly<Record<FlowKind, string>> = {
  'sign-in': 'Sign-in',
  'silent-renewal': 'Silent renewal',
  refresh: 'Refresh',
  'service-token': 'Service token',
  'api-calls': 'API calls',
  'sign-out': 'Sign-out',
  other: 'Other requests',
}

/** What the outcomes are called, and the colours of their lights. */
export const outcomes: Readonly<
  Record<
    FlowOutcome,
    { readonly name: string; readonly variant: 'positive' | 'negative' | 'informative' }
  >
> = {
  succeeded: { name: 'Succeeded', variant: 'positive' },
  failed: { name: 'Failed', variant: 'negative' },
  open: { name: 'Open', variant: 'informative' },
}

/** What the services are called. */
export const serviceNames: Readonly<Record<FlowService, string>> = {
  ims: 'Adobe IMS',
  aem: 'AEM author',
  commerce: 'Commerce',
}

/** What the columns of a diagram are called. */
export const participantNames: Readonly<Record<FlowParticipant, string>> = {
  ...serviceNames,
  browser: 'Browser',
  server: 'App’s server',
  unknown: 'Application',
}

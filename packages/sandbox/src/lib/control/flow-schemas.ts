import * as v from 'valibot'

import type { Explanation, RevealedSecrets } from '../flows/explanation.ts'
import type { Flow, FlowFilter, FlowList, FlowSummary } from '../flows/flow.ts'
import {
  checked,
  choice,
  number,
  object,
  optional,
  text,
  variant,
  type Schema,
} from '../wire/schema.ts'
import type { RunDescription } from './run.ts'
import type { SandboxEvent } from './events.ts'
import { eventSchema, exchangeSchema, wholeNumber } from './schemas.ts'

const kinds = [
  'sign-in',
  'silent-renewal',
  'refresh',
  'service-token',
  'api-calls',
  'sign-out',
  'other',
] as const
const outcomes = ['open', 'succeeded', 'failed'] as const
const services = ['ims', 'aem', 'commerce'] as const
const participants = ['browser', 'server', 'unknown', ...services] as const
const verdicts = ['passed', 'failed', 'weak', 'unknown'] as const

const problem = object({
  code: text(),
  severity: choice(['failure', 'warning']),
  what: text(),
  change: text(),
  about: optional(v.string()),
  message: text(),
  exchange: number(),
})

const user = object({ id: text(), email: optional(text()) })

const summary = {
  id: text(),
  kind: choice(kinds),
  clientId: optional(text()),
  user: optional(user),
  outcome: choice(outcomes),
  startedAt: number(),
  endedAt: number(),
  isBeginningMissing: v.boolean(),
  services: v.array(choice(services)),
  exchanges: v.array(number()),
  problems: v.array(problem),
  startedBy: optional(text()),
}

/** A flow as a row of a list. */
export const flowSummarySchema: Schema<FlowSummary> = object(summary)

/** Flows as a list. */
export const flowListSchema: Schema<FlowList> = object({
  flows: v.array(flowSummarySchema),
  total: number(),
  dropped: number(),
  apps: v.array(text()),
  users: v.array(user),
})

/** Something that happened, or what an exchange made of its flow. */
export const streamedEventSchema: Schema<
  SandboxEvent | { readonly type: 'flow'; readonly at: number; readonly flow: FlowSummary }
> = v.union(
  [eventSchema, object({ type: choice(['flow']), at: number(), flow: flowSummarySchema })],
  'give an event',
)

const parts = {
  id: text(),
  from: choice(participants),
  to: choice(participants),
  label: text(),
  step: optional(number()),
  problems: v.array(problem),
}
const message = variant('evidence', [
  object({
    ...parts,
    evidence: choice(['seen']),
    exchange: number(),
    part: choice(['request', 'response']),
    at: number(),
    status: optional(number()),
    durationMs: optional(number()),
    fault: optional(text()),
  }),
  object({ ...parts, evidence: choice(['concluded']), because: text() }),
])

/** A flow with its messages. */
export const flowSchema: Schema<Flow> = object({
  ...summary,
  participants: v.array(choice(participants)),
  messages: v.array(message),
})

const mostFlows = 10_000

/** Which flows, as a query says it. */
export const flowFilterSchema: Schema<FlowFilter> = object({
  kind: optional(choice(kinds)),
  app: optional(text(), 'The client id of the application.'),
  user: optional(text(), 'The user’s e-mail address or id.'),
  service: optional(choice(services)),
  outcome: optional(choice(outcomes)),
  text: optional(v.string(), 'Looked for in what is shown of a flow.'),
  since: optional(
    wholeNumber,
    'Only flows that ended at this instant or later, in milliseconds since the epoch.',
  ),
  limit: optional(
    checked(wholeNumber, (count) =>
      count > 0 && count <= mostFlows ? undefined : `give a number from 1 to ${mostFlows}`,
    ),
    `How many at most, the newest; ${mostFlows} at most, 500 by default.`,
  ),
})

const source = object({ name: text(), url: text() })
const sentence = object({ text: text(), source: source })

const part = object({
  line: text(),
  fields: v.array(
    object({
      place: choice([
        'query',
        'form',
        'header',
        'cookie',
        'json',
        'redirect-query',
        'redirect-fragment',
      ]),
      name: v.string(),
      value: v.string(),
      isSecret: v.boolean(),
      about: optional(sentence),
      inWords: optional(text()),
      problems: v.array(text()),
    }),
  ),
  body: optional(v.unknown()),
  bodyNote: optional(text()),
})

const check = object({
  kind: choice(['pkce', 'redirect-uri', 'scopes', 'cors', 'allow-list', 'right', 'access-token']),
  title: text(),
  verdict: choice(verdicts),
  summary: text(),
  steps: v.array(
    object({ what: text(), result: v.string(), verdict: choice([...verdicts, 'skipped']) }),
  ),
  source: source,
})

const claims = v.array(
  object({
    name: text(),
    value: v.string(),
    inWords: optional(text()),
    about: optional(sentence),
  }),
)

const token = object({
  name: text(),
  part: choice(['request', 'response']),
  shown: text(),
  header: claims,
  claims: claims,
  issuedAt: optional(number()),
  expiresAt: optional(number()),
  lifetime: optional(text()),
})

/** An exchange, explained. */
export const explanationSchema: Schema<Explanation> = object({
  exchange: exchangeSchema,
  flow: text(),
  title: text(),
  about: sentence,
  request: part,
  response: optional(part),
  checks: v.array(check),
  tokens: v.array(token),
  problems: v.array(problem),
  hasSecrets: v.boolean(),
  curl: text(),
})

/** The secrets of an exchange. */
export const revealedSecretsSchema: Schema<RevealedSecrets> = object({
  exchange: number(),
  secrets: v.array(object({ shown: text(), value: text() })),
})

/** The run of a sandbox. */
export const runSchema: Schema<RunDescription> = object({
  run: text(),
  startedAt: number(),
  origins: object({ home: text(), ims: text(), aem: text(), commerce: text() }),
  canReveal: v.boolean(),
  journal: object({ limit: number(), held: number(), dropped: number() }),
  certificate: optional(
    object({
      authority: text(),
      commands: v.array(
        object({
          system: choice(['macOS', 'linux', 'windows']),
          command: text(),
          note: optional(text()),
        }),
      ),
    }),
  ),
})

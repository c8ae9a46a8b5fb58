import type { Explanation, RevealedSecrets } from '../flows/explanation.ts'
import type { Flow, FlowFilter, FlowList, FlowSummary } from '../flows/flow.ts'
import {
  anyText,
  anything,
  checked,
  choice,
  described,
  flag,
  lazily,
  list,
  number,
  object,
  optional,
  text,
  transformed,
  union,
  variant,
  type Schema,
} from '../wire/schema.ts'
import type { RunDescription } from './run.ts'
import type { SandboxEvent } from './events.ts'
import { eventSchema, exchangeSchema } from './schemas.ts'

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

const problem = lazily(() =>
  object({
    code: text(),
    severity: choice(['failure', 'warning']),
    what: text(),
    change: text(),
    about: optional(anyText()),
    message: text(),
    exchange: number(),
  }),
)

const user = lazily(() => object({ id: text(), email: optional(text()) }))

const summary = lazily(() => ({
  id: text(),
  kind: choice(kinds),
  clientId: optional(text()),
  user: optional(user()),
  outcome: choice(outcomes),
  startedAt: number(),
  endedAt: number(),
  isBeginningMissing: flag(),
  services: list(choice(services)),
  exchanges: list(number()),
  problems: list(problem()),
  startedBy: optional(text()),
}))

/** A flow as a row of a list. */
export const flowSummarySchema: Schema<FlowSummary> = lazily(() => object(summary()))

/** Flows as a list. */
export const flowListSchema: Schema<FlowList> = lazily(() =>
  object({
    flows: list(flowSummarySchema()),
    total: number(),
    dropped: number(),
    apps: list(text()),
    users: list(user()),
  }),
)

/** Something that happened, or what an exchange made of its flow. */
export const streamedEventSchema: Schema<
  SandboxEvent | { readonly type: 'flow'; readonly at: number; readonly flow: FlowSummary }
> = lazily(() =>
  union(
    [eventSchema(), object({ type: choice(['flow']), at: number(), flow: flowSummarySchema() })],
    'give an event',
  ),
)

const message = lazily(() => {
  const parts = {
    id: text(),
    from: choice(participants),
    to: choice(participants),
    label: text(),
    step: optional(number()),
    problems: list(problem()),
  }
  return variant('evidence', [
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
})

/** A flow with its messages. */
export const flowSchema: Schema<Flow> = lazily(() =>
  object({ ...summary(), participants: list(choice(participants)), messages: list(message()) }),
)

const wholeNumber = lazily(() =>
  transformed(text(/^\d{1,15}$/, 'give a whole number'), (digits) => Number(digits)),
)

const mostFlows = 10_000

/** Which flows, as a query says it. */
export const flowFilterSchema: Schema<FlowFilter> = lazily(() =>
  object({
    kind: optional(choice(kinds)),
    app: optional(described(text(), 'The client id of the application.')),
    user: optional(described(text(), 'The user’s e-mail address or id.')),
    service: optional(choice(services)),
    outcome: optional(choice(outcomes)),
    text: optional(described(anyText(), 'Looked for in what is shown of a flow.')),
    since: optional(
      described(
        wholeNumber(),
        'Only flows that ended at this instant or later, in milliseconds since the epoch.',
      ),
    ),
    limit: optional(
      described(
        checked(wholeNumber(), (count) =>
          count > 0 && count <= mostFlows ? undefined : `give a number from 1 to ${mostFlows}`,
        ),
        `How many at most, the newest; ${mostFlows} at most, 500 by default.`,
      ),
    ),
  }),
)

const source = lazily(() => object({ name: text(), url: text() }))
const sentence = lazily(() => object({ text: text(), source: source() }))

const part = lazily(() =>
  object({
    line: text(),
    fields: list(
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
        name: anyText(),
        value: anyText(),
        isSecret: flag(),
        about: optional(sentence()),
        inWords: optional(text()),
        problems: list(text()),
      }),
    ),
    body: optional(anything()),
    bodyNote: optional(text()),
  }),
)

const check = lazily(() =>
  object({
    kind: choice(['pkce', 'redirect-uri', 'scopes', 'cors', 'allow-list', 'right', 'access-token']),
    title: text(),
    verdict: choice(verdicts),
    summary: text(),
    steps: list(
      object({ what: text(), result: anyText(), verdict: choice([...verdicts, 'skipped']) }),
    ),
    source: source(),
  }),
)

const claims = lazily(() =>
  list(
    object({
      name: text(),
      value: anyText(),
      inWords: optional(text()),
      about: optional(sentence()),
    }),
  ),
)

const token = lazily(() =>
  object({
    name: text(),
    part: choice(['request', 'response']),
    shown: text(),
    header: claims(),
    claims: claims(),
    issuedAt: optional(number()),
    expiresAt: optional(number()),
    lifetime: optional(text()),
  }),
)

/** An exchange, explained. */
export const explanationSchema: Schema<Explanation> = lazily(() =>
  object({
    exchange: exchangeSchema(),
    flow: text(),
    title: text(),
    about: sentence(),
    request: part(),
    response: optional(part()),
    checks: list(check()),
    tokens: list(token()),
    problems: list(problem()),
    hasSecrets: flag(),
    curl: text(),
  }),
)

/** The secrets of an exchange. */
export const revealedSecretsSchema: Schema<RevealedSecrets> = lazily(() =>
  object({
    exchange: number(),
    secrets: list(object({ shown: text(), value: text() })),
  }),
)

/** The run of a sandbox. */
export const runSchema: Schema<RunDescription> = lazily(() =>
  object({
    run: text(),
    startedAt: number(),
    origins: object({ home: text(), ims: text(), aem: text(), commerce: text() }),
    canReveal: flag(),
    journal: object({ limit: number(), held: number(), dropped: number() }),
    certificate: optional(
      object({
        authority: text(),
        commands: list(
          object({
            system: choice(['macOS', 'linux', 'windows']),
            command: text(),
            note: optional(text()),
          }),
        ),
      }),
    ),
  }),
)

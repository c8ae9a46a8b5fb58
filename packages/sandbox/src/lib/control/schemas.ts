import * as v from 'valibot'

import { describeValues } from '../behavior/behavior-table.ts'
import {
  behaviorSwitches,
  type Behavior,
  type BehaviorRows,
  type BehaviorSwitch,
} from '../behavior/behavior.ts'
import { deploySchema } from '../deploy/project.ts'
import { faultSchema } from '../faults/fault-schema.ts'
import type { Exchange } from '../journal/exchange.ts'
import { hintCodes, type Hint } from '../journal/hints.ts'
import {
  credentialSchema,
  organizationSchema,
  userChangeSchema,
  userPatchSchema,
  userSchema,
} from '../seed/schema.ts'
import type { BrowserSession } from '../state/browser-session.ts'
import type { Consent } from '../state/consent.ts'
import type { SecretUse } from '../state/secret-use.ts'
import {
  allOptional,
  checked,
  choice,
  described,
  integer,
  number,
  object,
  optional,
  text,
  variant,
  type Schema,
} from '../wire/schema.ts'
import type { Span } from './clock.ts'
import type { SandboxEvent } from './events.ts'
import type {
  ConsentGrant,
  ConsentName,
  ListedToken,
  StartedBrowserSession,
  TokenGrant,
} from './resources.ts'
import type { KeptSnapshot } from './snapshots.ts'

/** When the secrets of a credential were added and last used. */
export const secretUsesSchema: Schema<readonly SecretUse[]> = v.array(
  object({ createdAt: number(), lastUsedAt: optional(number()) }),
)

/** A secret that was added. */
export const createdSecretSchema: Schema<{ readonly secret: string }> = object({ secret: text() })

/** Which secret is removed. */
export const removedSecretSchema: Schema<{ readonly clientId: string; readonly secret: string }> =
  object({ clientId: text(), secret: text() })

/** What a user has allowed an application. */
export const consentSchema: Schema<Consent> = object({
  userId: text(),
  clientId: text(),
  scopes: v.array(text()),
})

const user = described(text(), 'The user’s e-mail address or id.')

/** What is to be allowed. */
export const consentGrantSchema: Schema<ConsentGrant> = object({
  user: user,
  clientId: text(),
  scopes: v.array(text()),
})

/** Which consent. */
export const consentNameSchema: Schema<ConsentName> = object({ user: user, clientId: text() })

/** Which user. */
export const userNameSchema: Schema<{ readonly user: string }> = object({ user: user })

const browserSession = {
  id: text(),
  userId: text(),
  signedInAt: number(),
  expiresAt: number(),
}

/** A browser in which a user is signed in at IMS. */
export const browserSessionSchema: Schema<BrowserSession> = object(browserSession)

/** One that was started, with its cookie. */
export const startedBrowserSessionSchema: Schema<StartedBrowserSession> = object({
  ...browserSession,
  cookie: object({ name: text(), value: text() }),
})

/** A token that was issued. */
export const listedTokenSchema: Schema<ListedToken> = object({
  id: text(),
  kind: choice(['access_token', 'refresh_token']),
  clientId: text(),
  userId: text(),
  scopes: v.array(text()),
  issuedAt: number(),
  expiresAt: number(),
  isEnded: described(v.boolean(), 'It was ended, or its time is over.'),
})

/** For whom and for what a token is issued. */
export const tokenGrantSchema: Schema<TokenGrant> = object({
  user: user,
  clientId: text(),
  scopes: optional(v.array(text()), 'All of the credential’s by default.'),
  lifetimeMs: optional(integer(1, Number.MAX_SAFE_INTEGER)),
})

/** An access token. */
export const accessTokenSchema: Schema<{ readonly accessToken: string }> = object({
  accessToken: text(),
})

/** The sandbox's time. */
export const timeSchema: Schema<{ readonly now: number; readonly iso: string }> = object({
  now: described(number(), 'Milliseconds since the epoch.'),
  iso: described(text(), 'The same instant in words (ISO 8601).'),
})

/** The latest instant that the clock may be set to. */
export const lastInstant: number = Date.UTC(9999, 11, 31)
const instantAdvice =
  'give whole milliseconds since the epoch, up to the year 9999, or an instant such as "2026-01-31T12:00:00Z"'

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** An instant to go to. */
export const instantSchema: Schema<{ readonly now: number }> = object({
  now: checked(
    v.pipe(
      v.union([number(), text(isoInstant, instantAdvice)], instantAdvice),
      v.transform((instant) => (typeof instant === 'number' ? instant : Date.parse(instant))),
    ),
    (now) => (Number.isInteger(now) && now >= 0 && now <= lastInstant ? undefined : instantAdvice),
  ),
})

const longestSpan = 1_000_000

/** A span to jump ahead. */
export const spanSchema: Schema<Span> = object({
  hours: optional(number(0, longestSpan)),
  minutes: optional(number(0, longestSpan)),
  seconds: optional(number(0, longestSpan)),
})

/** A snapshot that is kept. */
export const snapshotSchema: Schema<KeptSnapshot> = object({ id: text(), takenAt: number() })

function valueSchema(row: BehaviorSwitch): Schema<string | boolean | number> {
  const { range, values = [] } = row
  const advice = `give ${describeValues(row)}`
  if (range !== undefined) return integer(range.from, range.to, advice)
  const texts = values.filter((value) => typeof value === 'string')
  return texts.length === 0 ? v.boolean(advice) : choice(texts, advice)
}

const rows = Object.fromEntries(
  Object.entries(behaviorSwitches).map(([name, row]) => [name, valueSchema(row)]),
)

/** The whole table of behavior. */
export const behaviorSchema: Schema<Behavior> = asRows<Behavior>(object(rows))

/** Some rows, or a preset, or both. */
export const behaviorChangeSchema: Schema<BehaviorRows> = asRows<BehaviorRows>(
  object({ preset: optional(choice(['tutorial', 'strict'])), ...allOptional(rows) }),
)

const switchValue = v.union([v.string(), v.boolean(), number()], 'give a value')

/** Each switch of the behavior, and its value in force. */
export const behaviorSwitchesSchema: Schema<
  Readonly<Record<string, BehaviorSwitch & { readonly value: string | boolean | number }>>
> = v.record(
  v.string(),
  object({
    about: v.string(),
    values: optional(v.array(v.union([v.string(), v.boolean()], 'give text, true or false'))),
    range: optional(object({ from: number(), to: number() })),
    tutorial: switchValue,
    strict: optional(switchValue),
    source: v.string(),
    evidence: choice(['documented', 'client-code', 'third-party', 'inferred']),
    value: described(switchValue, 'The value in force.'),
  }),
)

const someRows = asRows<Partial<Behavior>>(object(allOptional(rows)))

/** The rows come from a table, where the compiler cannot follow them one by one. */
function asRows<Value>(schema: unknown): Schema<Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return schema as Schema<Value>
}

const services = ['ims', 'aem', 'commerce', 'home'] as const

const hintSchema: Schema<Hint> = object({
  code: choice(hintCodes),
  message: text(),
  about: optional(v.string()),
})

/** A request that the sandbox has answered, secrets redacted. */
export const exchangeSchema: Schema<Exchange> = object({
  index: number(),
  at: number(),
  service: choice(services),
  method: text(),
  url: text(),
  path: text(),
  parameters: v.record(v.string(), v.string()),
  requestBody: optional(v.unknown()),
  requestHeaders: v.record(v.string(), v.string()),
  status: optional(number()),
  responseHeaders: v.record(v.string(), v.string()),
  responseBody: optional(v.unknown()),
  durationMs: number(),
  clientId: optional(text()),
  userId: optional(text()),
  hints: v.array(hintSchema),
  fault: optional(text()),
})

/** Exchanges, and how many are no longer held. */
export const exchangesSchema: Schema<{
  readonly exchanges: readonly Exchange[]
  readonly dropped: number
}> = object({ exchanges: v.array(exchangeSchema), dropped: number() })

/** A whole number, as a query says it. */
export const wholeNumber: Schema<number> = v.pipe(
  text(/^\d{1,15}$/, 'give a whole number'),
  v.transform(Number),
)

const exchangeFilter = {
  service: optional(choice(services)),
  method: optional(text()),
  path: optional(text(), 'The path, or how it begins followed by "*".'),
  status: optional(wholeNumber),
  clientId: optional(text()),
  user: optional(user),
  hint: optional(choice(hintCodes, 'give the code of a hint')),
  after: optional(wholeNumber, 'Only exchanges with a greater index.'),
  since: optional(
    wholeNumber,
    'Only exchanges at this instant or later, in milliseconds since the epoch.',
  ),
}

/** Which exchanges, as a query says it. */
export const exchangeFilterSchema: Schema<object> = object(exchangeFilter)

/** The longest that the control API keeps a request waiting. */
export const longestWaitMs = 30_000

/** Which exchange to wait for, and how long, as a query says it. */
export const nextExchangeSchema: Schema<object> = object({
  ...exchangeFilter,
  timeoutMs: optional(
    checked(wholeNumber, (ms) =>
      ms <= longestWaitMs ? undefined : `give ${longestWaitMs} at most`,
    ),
    `Real milliseconds, ${longestWaitMs} at most; 5000 by default.`,
  ),
})

const at = described(number(), 'In the sandbox’s time: milliseconds since the epoch.')
const put = choice(['put', 'removed'])

/** Something that happened. */
export const eventSchema: Schema<SandboxEvent> = variant('type', [
  object({ type: choice(['exchange']), at, exchange: exchangeSchema }),
  object({ type: choice(['user']), at, action: put, userId: text(), email: text() }),
  object({ type: choice(['organization']), at, action: put, organizationId: text() }),
  object({ type: choice(['credential']), at, action: put, clientId: text() }),
  object({ type: choice(['project']), at, action: put, projectId: text() }),
  object({
    type: choice(['consent']),
    at,
    action: choice(['granted', 'withdrawn']),
    userId: text(),
    clientId: text(),
    scopes: v.array(text()),
  }),
  object({
    type: choice(['browser-session']),
    at,
    action: choice(['started', 'ended']),
    id: text(),
    userId: text(),
  }),
  object({
    type: choice(['token']),
    at,
    action: choice(['issued', 'ended']),
    kind: choice(['access_token', 'refresh_token']),
    id: text(),
    clientId: text(),
    userId: text(),
  }),
  object({
    type: choice(['fault']),
    at,
    action: choice(['added', 'removed']),
    id: text(),
    match: text(),
  }),
  object({ type: choice(['deploy']), at, deploy: deploySchema }),
  object({ type: choice(['behavior']), at, rows: someRows }),
  object({ type: choice(['clock']), at, now: number() }),
  object({ type: choice(['journal']), at, action: choice(['cleared']) }),
  object({ type: choice(['aem-configuration', 'reset', 'restore']), at }),
])

/** A refusal (RFC 9457). */
export const problemSchema: Schema<object> = object({
  title: text(),
  status: number(),
  detail: text(),
  code: optional(text(), 'Names the refusal, where the sandbox’s pages tell it apart.'),
})

/** What the shapes are called where they are described. */
export const schemaNames: Readonly<Record<string, Schema<unknown>>> = {
  User: userSchema,
  UserChange: userChangeSchema,
  UserPatch: userPatchSchema,
  Organization: organizationSchema,
  Credential: credentialSchema,
  Consent: consentSchema,
  BrowserSession: browserSessionSchema,
  Token: listedTokenSchema,
  Fault: faultSchema,
  Behavior: behaviorSchema,
  BehaviorChange: behaviorChangeSchema,
  Snapshot: snapshotSchema,
  Hint: hintSchema,
  Exchange: exchangeSchema,
  Event: eventSchema,
  Problem: problemSchema,
}

import type { Behavior } from './behavior.ts'

/** What a row of the table of behavior may be: one of a few values, or a number of milliseconds. */
export type BehaviorRule = readonly (string | boolean)[] | SpanRule

interface SpanRule {
  readonly from: number
  readonly to: number
}

type RuleOf<Value> = [Value] extends [number] ? SpanRule : readonly Value[]

const dayMs = 24 * 3_600_000
const decade: SpanRule = { from: 1, to: 3653 * dayMs }
const trueOrFalse = [true, false]

const rules: { readonly [Row in keyof Behavior]: RuleOf<Behavior[Row]> } = {
  unregisteredRedirectUri: ['default', 'refuse'],
  proofKey: ['public-clients', 'all'],
  plainCodeChallenge: ['accept', 'refuse'],
  verifierWithoutChallenge: ['refuse', 'accept'],
  tokenRequestRedirectUri: ['optional', 'required'],
  missingState: ['accept', 'refuse'],
  missingNonce: ['accept', 'refuse'],
  issuerInResponse: trueOrFalse,
  idTokenIssuer: ['origin', 'origin-ims'],
  accessTokenKeyPublished: trueOrFalse,
  webAppRefreshToken: ['always', 'offline-access'],
  publicClientRefreshTokens: trueOrFalse,
  usedRefreshToken: ['refuse', 'revoke-family'],
  refreshGraceMs: { ...decade, from: 0 },
  reusedCode: ['refuse', 'revoke-tokens'],
  badCodeError: ['access_denied', 'invalid_grant'],
  nativeLoopback: ['refuse', 'accept'],
  cors: ['redirect-uri-origins', 'without-ports', 'none'],
  crossOriginOpenerPolicy: ['none', 'same-origin'],
  adobeIdCoversProfile: trueOrFalse,
  userWithoutProductProfile: ['empty', 'refuse'],
  zeroCursor: ['first-page', 'refuse'],
  doubledSlash: ['serve', 'refuse'],
  folderConflict: ['inside-200', 'status-409'],
  commerceScope: ['optional', 'required'],
  missingSearchCriteria: ['all', 'refuse'],
  pagePastEnd: ['last-page', 'empty'],
  searchLimits: trueOrFalse,
  authorizationCodeLifetimeMs: decade,
  // The end of a sign-in is remembered for as long as this, so that no token of it comes back to life.
  accessTokenLifetimeMs: { from: 1, to: 30 * dayMs },
  refreshTokenLifetimeMs: decade,
  browserSessionLifetimeMs: decade,
}

/** Every row, and what it may be. */
export const behaviorRules: ReadonlyMap<string, BehaviorRule> = new Map(Object.entries(rules))

export function isRight(rule: BehaviorRule, value: unknown): boolean {
  if (isSpanRule(rule)) {
    return Number.isInteger(value) && Number(value) >= rule.from && Number(value) <= rule.to
  }
  return rule.some((right) => right === value)
}

/** What a row takes, for whoever wrote something else. */
export function describeRule(rule: BehaviorRule): string {
  if (isSpanRule(rule)) return `whole milliseconds from ${rule.from} to ${rule.to}`
  return rule.map((value) => JSON.stringify(value)).join(' or ')
}

export function isSpanRule(rule: BehaviorRule): rule is SpanRule {
  return 'from' in rule
}

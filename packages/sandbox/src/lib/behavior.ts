import { behaviorRules, describeRule, isRight } from './behavior-rules.ts'
import { SandboxError } from './sandbox-error.ts'

/**
 * One row per point on which Adobe's public sources disagree or are silent.
 * The sources of each are in the README, section "Behavior".
 */
export interface Behavior {
  /** A redirect URI that is missing or matches no pattern: `default` sends the user to the default one, as Adobe documents. */
  readonly unregisteredRedirectUri: 'default' | 'refuse'
  /** Which clients must send a code challenge (RFC 7636). */
  readonly proofKey: 'public-clients' | 'all'
  /** The `plain` code challenge method of RFC 7636, which is also IMS's default when none is named. */
  readonly plainCodeChallenge: 'accept' | 'refuse'
  /** A code verifier for a code that was asked for without a challenge. */
  readonly verifierWithoutChallenge: 'refuse' | 'accept'
  /** `redirect_uri` in the token request: when optional and sent, it must be the requested or the resolved one. */
  readonly tokenRequestRedirectUri: 'optional' | 'required'
  /** An authorization request without `state`. */
  readonly missingState: 'accept' | 'refuse'
  /** An authorization request for `openid` without `nonce`. */
  readonly missingNonce: 'accept' | 'refuse'
  /** Whether the authorization response names its issuer (RFC 9207). */
  readonly issuerInResponse: boolean
  /** The issuer of ID tokens: discovery's, or the one with `/ims` of Adobe's enterprise samples. */
  readonly idTokenIssuer: 'origin' | 'origin-ims'
  /** Whether `/ims/keys` also shows the key of the access tokens. */
  readonly accessTokenKeyPublished: boolean
  /** Whether a web app gets a refresh token always, or only with `offline_access`. */
  readonly webAppRefreshToken: 'always' | 'offline-access'
  /** Whether single-page and native apps get refresh tokens, with `offline_access`. */
  readonly publicClientRefreshTokens: boolean
  /** What a used refresh token does beside being refused. */
  readonly usedRefreshToken: 'refuse' | 'revoke-family'
  /** How long a used refresh token still gives the successor it was exchanged for. */
  readonly refreshGraceMs: number
  /** What a used authorization code does beside being refused (RFC 6749 §4.1.2). */
  readonly reusedCode: 'refuse' | 'revoke-tokens'
  /** The error of version 1 of the token endpoint for a bad code; the others say `invalid_grant`. */
  readonly badCodeError: 'access_denied' | 'invalid_grant'
  /** A loopback redirect URI of a native app. */
  readonly nativeLoopback: 'refuse' | 'accept'
  /** From which pages browser code may call IMS: the origins of the credential's redirect URIs, those without a port, or none. */
  readonly cors: 'redirect-uri-origins' | 'without-ports' | 'none'
  /** `Cross-Origin-Opener-Policy` of the sign-in pages: `same-origin` cuts a popup off from its opener. */
  readonly crossOriginOpenerPolicy: 'none' | 'same-origin'
  /** Whether the scope `AdobeID` also opens `profile` and `email` at userinfo (inferred). */
  readonly adobeIdCoversProfile: boolean
  /** What AEM answers to a user without any product profile (inferred). */
  readonly userWithoutProductProfile: 'empty' | 'refuse'
  /** `cursor=0`, which the tutorial sends, at AEM. */
  readonly zeroCursor: 'first-page' | 'refuse'
  /** `//adobe/…`, which a host name with a trailing slash gives, at AEM. */
  readonly doubledSlash: 'serve' | 'refuse'
  /** What AEM answers to the creation of one folder that exists: its former 409, or a 200 with an error inside. */
  readonly folderConflict: 'inside-200' | 'status-409'
  /** Whether Commerce asks for the scope `commerce.accs`, which Adobe's tutorial does without. */
  readonly commerceScope: 'optional' | 'required'
  /** What Commerce answers to a list without `searchCriteria`, which the tutorial asks for: everything, or a refusal. */
  readonly missingSearchCriteria: 'all' | 'refuse'
  /** What Commerce answers past the last page: that one again, as older versions do, or nothing. */
  readonly pagePastEnd: 'last-page' | 'empty'
  /** Whether Commerce limits pages to 20 unless told, and to 300 at most; it has these limits, switched off. */
  readonly searchLimits: boolean
  /** How long an authorization code may wait (inferred: no public source says). */
  readonly authorizationCodeLifetimeMs: number
  /** How long access and ID tokens are valid. */
  readonly accessTokenLifetimeMs: number
  /** How long a refresh token is valid; each use gives a new one. */
  readonly refreshTokenLifetimeMs: number
  /** How long a user stays signed in at IMS without being asked again (inferred). */
  readonly browserSessionLifetimeMs: number
}

/** The named tables of behavior. */
export type BehaviorPreset = 'tutorial' | 'strict'

/** Rows of the table of behavior; the others are those of the preset, which is `tutorial` unless named. */
export interface BehaviorRows extends Partial<Behavior> {
  readonly preset?: BehaviorPreset
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Makes every listing of Adobe's three tutorials work as printed. */
const tutorial: Behavior = {
  unregisteredRedirectUri: 'default',
  proofKey: 'public-clients',
  plainCodeChallenge: 'accept',
  verifierWithoutChallenge: 'refuse',
  tokenRequestRedirectUri: 'optional',
  missingState: 'accept',
  missingNonce: 'accept',
  issuerInResponse: false,
  idTokenIssuer: 'origin',
  accessTokenKeyPublished: true,
  webAppRefreshToken: 'always',
  publicClientRefreshTokens: false,
  usedRefreshToken: 'refuse',
  refreshGraceMs: 0,
  reusedCode: 'refuse',
  badCodeError: 'access_denied',
  nativeLoopback: 'refuse',
  cors: 'redirect-uri-origins',
  crossOriginOpenerPolicy: 'none',
  adobeIdCoversProfile: true,
  userWithoutProductProfile: 'empty',
  zeroCursor: 'first-page',
  doubledSlash: 'serve',
  folderConflict: 'inside-200',
  commerceScope: 'optional',
  missingSearchCriteria: 'all',
  pagePastEnd: 'last-page',
  searchLimits: false,
  authorizationCodeLifetimeMs: 5 * minuteMs,
  accessTokenLifetimeMs: dayMs,
  refreshTokenLifetimeMs: 14 * dayMs,
  browserSessionLifetimeMs: 14 * dayMs,
}

/** Refuses what is weak, as RFC 9700 asks for. */
const strict: Behavior = {
  ...tutorial,
  unregisteredRedirectUri: 'refuse',
  proofKey: 'all',
  plainCodeChallenge: 'refuse',
  tokenRequestRedirectUri: 'required',
  missingState: 'refuse',
  missingNonce: 'refuse',
  issuerInResponse: true,
  webAppRefreshToken: 'offline-access',
  usedRefreshToken: 'revoke-family',
  reusedCode: 'revoke-tokens',
  adobeIdCoversProfile: false,
  userWithoutProductProfile: 'refuse',
  zeroCursor: 'refuse',
  doubledSlash: 'refuse',
  commerceScope: 'required',
  missingSearchCriteria: 'refuse',
}

/** Each preset, whole. */
export const behaviorPresets: Readonly<Record<BehaviorPreset, Behavior>> = { tutorial, strict }

/**
 * The whole table that some rows make.
 *
 * @param inForce What the rows that are not given stay as; those of the preset `tutorial` unless given.
 * @throws {@link SandboxError} `invalid_configuration`, naming the preset or row and what there is or what it takes.
 */
export function resolveBehavior(
  behavior: BehaviorPreset | BehaviorRows = {},
  inForce: Behavior = tutorial,
): Behavior {
  const { preset, ...rows } = typeof behavior === 'string' ? { preset: behavior } : behavior
  if (preset !== undefined) requireKnown('preset', preset, Object.keys(behaviorPresets))
  for (const [row, value] of Object.entries(rows)) requireRight(row, value)
  return { ...(preset === undefined ? inForce : behaviorPresets[preset]), ...rows }
}

function requireRight(row: string, value: unknown): void {
  const rule = behaviorRules.get(row)
  if (rule === undefined) return requireKnown('row', row, [...behaviorRules.keys()])
  if (isRight(rule, value)) return
  throw new SandboxError(
    'invalid_configuration',
    `The sandbox's behavior has ${JSON.stringify(value)} for ${row}: give ${describeRule(rule)}.`,
  )
}

function requireKnown(what: 'preset' | 'row', name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  throw new SandboxError(
    'invalid_configuration',
    `The sandbox's behavior has no ${what} ${JSON.stringify(name)}: there are ${known.join(', ')}.`,
  )
}

/**
 * One row per point on which Adobe's public sources disagree or are silent.
 * The sources of each are in the README, section "Behavior".
 */
export interface Behavior {
  /** A redirect URI that is missing or matches no pattern: `default` sends the user to the default one, as Adobe documents. */
  readonly unregisteredRedirectUri: 'default' | 'refuse'
  /** The `plain` code challenge method of RFC 7636, which is also IMS's default when none is named. */
  readonly plainCodeChallenge: 'accept' | 'refuse'
  /** `redirect_uri` in the token request: when optional and sent, it must be the requested or the resolved one. */
  readonly tokenRequestRedirectUri: 'optional' | 'required'
  /** An authorization request without `state`. */
  readonly missingState: 'accept' | 'refuse'
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
  /** How long an authorization code may wait (inferred: no public source says). */
  readonly authorizationCodeLifetimeMs: number
  /** How long access and ID tokens are valid. */
  readonly accessTokenLifetimeMs: number
  /** How long a user stays signed in at IMS without being asked again (inferred). */
  readonly browserSessionLifetimeMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Makes every listing of Adobe's three tutorials work as printed. */
export const tutorialBehavior: Behavior = {
  unregisteredRedirectUri: 'default',
  plainCodeChallenge: 'accept',
  tokenRequestRedirectUri: 'optional',
  missingState: 'accept',
  adobeIdCoversProfile: true,
  userWithoutProductProfile: 'empty',
  zeroCursor: 'first-page',
  doubledSlash: 'serve',
  folderConflict: 'inside-200',
  authorizationCodeLifetimeMs: 5 * minuteMs,
  accessTokenLifetimeMs: 24 * hourMs,
  browserSessionLifetimeMs: 14 * 24 * hourMs,
}

/** One point on which Adobe's public sources disagree or are silent. */
export interface BehaviorSwitch {
  /** What it is about. */
  readonly about: string
  /** What it may be: one of a few values, or whole milliseconds within bounds. */
  readonly values?: readonly (string | boolean)[]
  readonly range?: { readonly from: number; readonly to: number }
  /** Its value in the preset `tutorial`, which makes every listing of Adobe's three tutorials work as printed. */
  readonly tutorial: string | boolean | number
  /** Its value in the preset `strict`, which refuses what is weak, as RFC 9700 asks; that of `tutorial` by default. */
  readonly strict?: string | boolean | number
  /** Why the value of `tutorial` is what it is. */
  readonly source: string
  /** What kind of source that is; the words are those of `contract/`. */
  readonly evidence: 'documented' | 'client-code' | 'third-party' | 'inferred'
}

/** Every switch of the sandbox's behavior: its values, presets and sources. */
export const behaviorSwitches = {
  unregisteredRedirectUri: {
    about: 'a redirect URI that is missing or matches no pattern',
    values: ['default', 'refuse'],
    tutorial: 'default',
    strict: 'refuse',
    source: 'Adobe sends the user to the default one; RFC 6749 would refuse',
    evidence: 'documented',
  },
  proofKey: {
    about: 'which clients must send a code challenge (RFC 7636)',
    values: ['public-clients', 'all'],
    tutorial: 'public-clients',
    strict: 'all',
    source: 'Adobe asks single-page and native apps; RFC 9700 asks all',
    evidence: 'documented',
  },
  plainCodeChallenge: {
    about: 'the `plain` code challenge method, also when no method is named',
    values: ['accept', 'refuse'],
    tutorial: 'accept',
    strict: 'refuse',
    source: 'it is the default of Adobe and of RFC 7636',
    evidence: 'documented',
  },
  verifierWithoutChallenge: {
    about: 'a code verifier for a code that was asked for without a challenge',
    values: ['refuse', 'accept'],
    tutorial: 'refuse',
    source: 'RFC 9700 §4.8.2',
    evidence: 'inferred',
  },
  tokenRequestRedirectUri: {
    about:
      '`redirect_uri` in the token request; when sent, it must be the requested or the resolved one',
    values: ['optional', 'required'],
    tutorial: 'optional',
    strict: 'required',
    source: "Adobe's samples do both",
    evidence: 'documented',
  },
  missingState: {
    about: 'an authorization request without `state`',
    values: ['accept', 'refuse'],
    tutorial: 'accept',
    strict: 'refuse',
    source: 'the tutorial sends none',
    evidence: 'documented',
  },
  missingNonce: {
    about: 'an authorization request for `openid` without `nonce`',
    values: ['accept', 'refuse'],
    tutorial: 'accept',
    strict: 'refuse',
    source: 'the tutorial sends none',
    evidence: 'documented',
  },
  issuerInResponse: {
    about: 'whether the authorization response names its issuer (RFC 9207)',
    values: [true, false],
    tutorial: false,
    strict: true,
    source: 'Adobe documents no such parameter',
    evidence: 'inferred',
  },
  idTokenIssuer: {
    about: "the issuer of ID tokens: discovery's, or the one with `/ims`",
    values: ['origin', 'origin-ims'],
    tutorial: 'origin',
    source:
      "discovery names the one, Adobe's enterprise samples have `/ims`; of users' ID tokens nothing is public",
    evidence: 'inferred',
  },
  accessTokenKeyPublished: {
    about: 'whether `/ims/keys` also shows the key of the access tokens',
    values: [true, false],
    tutorial: true,
    source:
      "Adobe's own server code checks access tokens with a key set (adobe/spacecat-shared); a developer reports that the key is missing there",
    evidence: 'client-code',
  },
  webAppRefreshToken: {
    about: 'whether a web app gets a refresh token always, or only with `offline_access`',
    values: ['always', 'offline-access'],
    tutorial: 'always',
    strict: 'offline-access',
    source:
      "the Commerce tutorial shows one without the scope; the Developer Console's page asks for it",
    evidence: 'documented',
  },
  publicClientRefreshTokens: {
    about: 'whether single-page and native apps get refresh tokens, with `offline_access`',
    values: [true, false],
    tutorial: false,
    source: 'one page of Adobe says none, another documents them, developers report them',
    evidence: 'documented',
  },
  usedRefreshToken: {
    about: 'what a used refresh token does beside being refused',
    values: ['refuse', 'revoke-family'],
    tutorial: 'refuse',
    strict: 'revoke-family',
    source: 'revoked at once, developers report; what happens to the family is not public',
    evidence: 'third-party',
  },
  refreshGraceMs: {
    about: 'how long a used refresh token still gives the successor it was exchanged for',
    range: { from: 0, to: 315_619_200_000 },
    tutorial: 0,
    source: 'revoked at once, developers report',
    evidence: 'third-party',
  },
  reusedCode: {
    about: 'what a used authorization code does beside being refused',
    values: ['refuse', 'revoke-tokens'],
    tutorial: 'refuse',
    strict: 'revoke-tokens',
    source: 'not public; RFC 6749 §4.1.2 would end the tokens',
    evidence: 'inferred',
  },
  badCodeError: {
    about:
      'the error of version 1 of the token endpoint for a bad code; others say `invalid_grant`',
    values: ['access_denied', 'invalid_grant'],
    tutorial: 'access_denied',
    source: "a test of Adobe's own library against IMS (adobe/aio-lib-ims), of version 1 only",
    evidence: 'client-code',
  },
  nativeLoopback: {
    about: 'a loopback redirect URI of a native app',
    values: ['refuse', 'accept'],
    tutorial: 'refuse',
    source: 'reported of native credentials',
    evidence: 'third-party',
  },
  cors: {
    about:
      "from which pages browser code may call IMS: the origins of the credential's redirect URIs, those without a port, or none",
    values: ['redirect-uri-origins', 'without-ports', 'none'],
    tutorial: 'redirect-uri-origins',
    source: 'the tutorial runs on a port; another Adobe sample says that ports fail',
    evidence: 'documented',
  },
  crossOriginOpenerPolicy: {
    about:
      '`Cross-Origin-Opener-Policy` of the sign-in pages: `same-origin` cuts a popup off from its opener',
    values: ['none', 'same-origin'],
    tutorial: 'none',
    source: 'not public',
    evidence: 'inferred',
  },
  adobeIdCoversProfile: {
    about: 'whether the scope `AdobeID` also opens `profile` and `email` at userinfo',
    values: [true, false],
    tutorial: true,
    strict: false,
    source: "from the tutorial's scopes",
    evidence: 'inferred',
  },
  userWithoutProductProfile: {
    about: 'what AEM answers to a user without any product profile: an empty list, or 403',
    values: ['empty', 'refuse'],
    tutorial: 'empty',
    strict: 'refuse',
    source: 'not public',
    evidence: 'inferred',
  },
  zeroCursor: {
    about: '`cursor=0` at AEM',
    values: ['first-page', 'refuse'],
    tutorial: 'first-page',
    strict: 'refuse',
    source: 'the tutorial sends it',
    evidence: 'documented',
  },
  doubledSlash: {
    about: '`//adobe/…` at AEM, which a host name with a trailing slash gives',
    values: ['serve', 'refuse'],
    tutorial: 'serve',
    strict: 'refuse',
    source: "the tutorial's host name ends with a slash; whether its code removes it is not public",
    evidence: 'inferred',
  },
  folderConflict: {
    about:
      'what AEM answers to the creation of one folder that exists: a 200 with the conflict inside, or its former 409',
    values: ['inside-200', 'status-409'],
    tutorial: 'inside-200',
    source: 'article KA-43462 of Adobe on the Folders API',
    evidence: 'documented',
  },
  readAfterWriteDelayMs: {
    about: 'how long reads of AEM’s folders and metadata go on showing what was before a change',
    range: { from: 0, to: 3_600_000 },
    tutorial: 0,
    source:
      "Adobe's own client polls after each write (adobecom/mas); how long it takes is not public",
    evidence: 'inferred',
  },
  commerceScope: {
    about: 'whether Commerce asks for the scope `commerce.accs`',
    values: ['optional', 'required'],
    tutorial: 'optional',
    strict: 'required',
    source: "the tutorial does without it; Adobe's newer pages list it as required",
    evidence: 'documented',
  },
  missingSearchCriteria: {
    about: 'what Commerce answers to a list without `searchCriteria`: everything, or a refusal',
    values: ['all', 'refuse'],
    tutorial: 'all',
    strict: 'refuse',
    source: 'the tutorial sends none; core asks for them',
    evidence: 'documented',
  },
  pagePastEnd: {
    about: 'what Commerce answers past the last page: that one again, or nothing',
    values: ['last-page', 'empty'],
    tutorial: 'last-page',
    source: 'reported of older versions of Commerce; of the cloud service nothing is public',
    evidence: 'third-party',
  },
  searchLimits: {
    about: 'whether Commerce limits pages to 20 by default, and to 300 at most',
    values: [true, false],
    tutorial: false,
    source: 'documented by Adobe, switched off there too',
    evidence: 'documented',
  },
  authorizationCodeLifetimeMs: {
    about: 'how long an authorization code may wait',
    range: { from: 1, to: 315_619_200_000 },
    tutorial: 1_800_000,
    source:
      'printed in codes published in 2020, 2022 and 2023 (one in adobe/aem-site-template-standard, issue 89)',
    evidence: 'third-party',
  },
  accessTokenLifetimeMs: {
    about: 'how long access and ID tokens are valid; a credential may have its own',
    // The end of a sign-in is remembered for as long as this, so that no token of it comes back to life.
    range: { from: 1, to: 2_592_000_000 },
    tutorial: 86_400_000,
    source: '24 hours, says the Developer Console',
    evidence: 'documented',
  },
  refreshTokenLifetimeMs: {
    about: 'how long a refresh token is valid; each use gives a new one',
    range: { from: 1, to: 315_619_200_000 },
    tutorial: 1_209_600_000,
    source: '14 days, says the Developer Console',
    evidence: 'documented',
  },
  browserSessionLifetimeMs: {
    about: 'how long a user stays signed in at IMS without being asked again',
    range: { from: 1, to: 315_619_200_000 },
    tutorial: 1_209_600_000,
    source: 'up to about 14 days, says the FAQ of the Adobe Express Embed SDK',
    evidence: 'documented',
  },
} as const

type ValueOf<Switch> = Switch extends { readonly values: readonly (infer Value)[] } ? Value : number

/** The value of each switch: {@link behaviorSwitches} says what it is about. */
export type Behavior = {
  readonly [Name in keyof typeof behaviorSwitches]: ValueOf<(typeof behaviorSwitches)[Name]>
}

/** The named tables of behavior. */
export type BehaviorPreset = 'tutorial' | 'strict'

/** Rows of the table of behavior; the others are those of the preset, which is `tutorial` by default. */
export interface BehaviorRows extends Partial<Behavior> {
  readonly preset?: BehaviorPreset
}

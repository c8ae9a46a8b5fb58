import type { Configuration } from './configuration.ts'

/** What happens between the button and the content. */
export const steps = [
  ['You sign in', 'Adobe IMS asks who you are, and once whether this app may act for you.'],
  [
    'The app gets a token',
    'It trades the answer and a proof that only it has (PKCE) for an access token, kept for the tabs of this app.',
  ],
  [
    'AEM answers you',
    'Each request carries the token, and AEM shows what your product profiles allow.',
  ],
] as const

export const sandboxUsers = [
  ['ada@wknd.test', 'Author with all rights'],
  ['vic@wknd.test', 'Viewer, reads only'],
  ['nora@wknd.test', 'Has no product profile: signs in, and AEM shows nothing'],
] as const

/** Where this app points: what its variables say. */
export function listSettings(configuration: Configuration): (readonly [string, string])[] {
  return [
    ['Adobe IMS', new URL(configuration.authorizationEndpoint).origin],
    ['AEM author', configuration.aemOrigin],
    ['Client ID', configuration.clientId],
    ['Scopes', configuration.scopes.split(/[\s,]+/).join(', ')],
    ['Redirect URI', configuration.redirectUri],
  ]
}

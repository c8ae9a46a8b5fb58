import type { Settings } from './server-answers.ts'

/** What happens between the button and the products. */
export const steps = [
  [
    'You sign in',
    'The server sends you to Adobe IMS, and trades the answer for tokens with its client secret.',
  ],
  [
    'The vault keeps the tokens',
    'Each grant is encrypted on disk. Your browser gets a sealed cookie that only names it.',
  ],
  [
    'Either process answers you',
    'Two processes share address and vault. Whichever you meet adds your token, and renews it when it is time: one of them, once.',
  ],
] as const

export const sandboxUsers = [
  ['cora@wknd.test', 'Commerce admin: reads stores and products'],
  ['vic@wknd.test', 'Has no role in Commerce: signs in, and is told which right is missing'],
] as const

/** Where the server points: what its variables say, the secret aside. */
export function listSettings(settings: Settings): (readonly [string, string])[] {
  return [
    ['Adobe IMS', settings.imsOrigin],
    ['Commerce', settings.commerceOrigin],
    ['Client ID', settings.clientId],
    ['Scopes', settings.scopes.join(', ')],
    ['Redirect URI', settings.redirectUri],
  ]
}

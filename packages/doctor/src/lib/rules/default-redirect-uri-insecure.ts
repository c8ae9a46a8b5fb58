import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

export const defaultRedirectUriInsecure: Rule = {
  code: 'default_redirect_uri_insecure',
  severity: 'error',
  place: developerConsole,
  observe: ({ credential }) =>
    credential?.defaultRedirectUri?.startsWith('http:')
      ? [
          {
            ...registeredAt(credential, 'defaultRedirectUri'),
            sentence: `The default redirect URI ${credential.defaultRedirectUri} is plain http, which the Developer Console does not take even for localhost.`,
            fix: 'Write https, and serve the application over TLS.',
          },
        ]
      : [],
}

import { developerConsole } from '../place.ts'
import { isPlainUri } from '../redirect-uri.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

export const defaultRedirectUriInvalid: Rule = {
  code: 'default_redirect_uri_invalid',
  severity: 'error',
  place: developerConsole,
  observe: ({ credential }) => {
    const uri = credential?.defaultRedirectUri
    if (uri === undefined || (isPlainUri(uri) && !/[\\*^$|]/.test(uri))) return []
    return [
      {
        ...registeredAt(credential, 'defaultRedirectUri'),
        sentence: `The default redirect URI ${uri} is not one whole address: unlike a pattern, it is not a regular expression.`,
        fix: 'Write the address as it is, such as https://localhost:3001/callback, without backslashes and wildcards.',
      },
    ]
  },
}

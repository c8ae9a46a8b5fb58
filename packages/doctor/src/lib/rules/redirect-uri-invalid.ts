import { applicationVariables } from '../place.ts'
import { isPlainUri } from '../redirect-uri.ts'
import type { Rule } from '../rule.ts'

export const redirectUriInvalid: Rule = {
  code: 'redirect_uri_invalid',
  severity: 'error',
  place: applicationVariables,
  observe: ({ redirectUri }) =>
    redirectUri === undefined || isPlainUri(redirectUri.value)
      ? []
      : [
          {
            variable: redirectUri.name,
            sentence: `${redirectUri.name} is not a whole address written as a browser writes it.`,
            fix: 'Put scheme, host in small letters, and path, without user names, dot segments or blanks, such as https://localhost:3001/callback.',
          },
        ],
}

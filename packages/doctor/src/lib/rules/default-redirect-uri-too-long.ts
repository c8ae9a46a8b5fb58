import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation */
export const defaultRedirectUriTooLong: Rule = {
  code: 'default_redirect_uri_too_long',
  severity: 'error',
  place: developerConsole,
  observe: ({ credential }) => {
    const { length } = credential?.defaultRedirectUri ?? ''
    if (length <= 256) return []
    return [
      {
        ...registeredAt(credential, 'defaultRedirectUri'),
        sentence: `The default redirect URI has ${length} characters, but the Developer Console takes 256.`,
        fix: 'Choose a shorter path, and keep what is long in the state or the session of the page.',
      },
    ]
  },
}

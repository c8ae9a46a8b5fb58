import { parseRedirectUriPattern } from '../pattern.ts'
import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

export const redirectUriPatternInvalid: Rule = {
  code: 'redirect_uri_pattern_invalid',
  severity: 'error',
  place: developerConsole,
  observe: ({ credential }) =>
    (credential?.patternSources ?? []).flatMap((source) => {
      const reading = parseRedirectUriPattern(source)
      if (!('fault' in reading)) return []
      return [
        {
          ...registeredAt(credential, source),
          sentence: `The redirect URI pattern ${source} ${reading.fault}.`,
          fix: 'Write the address with its dots escaped, such as https://app\\\\.example/callback, in the Developer Console.',
        },
      ]
    }),
}

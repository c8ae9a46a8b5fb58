import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation */
export const redirectUriPatternsTooLong: Rule = {
  code: 'redirect_uri_patterns_too_long',
  severity: 'error',
  place: developerConsole,
  observe: ({ credential }) => {
    const { length } = (credential?.patternSources ?? []).join(',')
    if (length <= 512) return []
    return [
      {
        ...registeredAt(credential, credential?.patternSources?.[0] ?? ''),
        sentence: `The redirect URI patterns have ${length} characters together, but the Developer Console takes 512.`,
        fix: 'Join patterns that differ in the path only, or make a credential for each environment.',
      },
    ]
  },
}

import { hasWildcard, originOf } from '../pattern.ts'
import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation */
export const redirectUriPatternWildcardHost: Rule = {
  code: 'redirect_uri_pattern_wildcard_host',
  severity: 'warning',
  place: developerConsole,
  observe: ({ credential }) =>
    (credential?.patternSources ?? [])
      .filter((source) => hasWildcard(originOf(source)))
      .map((source) => ({
        ...registeredAt(credential, source),
        sentence: `The redirect URI pattern ${source} has a wildcard before the path, but Adobe allows it in the path only.`,
        fix: 'Write one pattern for each host and port, separated by commas, in the Developer Console.',
      })),
}

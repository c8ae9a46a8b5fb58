import {
  escapeDotsForConsole,
  hasUnescapedDot,
  originOf,
  parseRedirectUriPattern,
} from '../pattern.ts'
import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'
import { registeredAt } from './registered-at.ts'

export const redirectUriPatternUnescapedDot: Rule = {
  code: 'redirect_uri_pattern_unescaped_dot',
  severity: 'warning',
  place: developerConsole,
  observe: ({ credential }) =>
    (credential?.patternSources ?? [])
      .filter((source) => hasUnescapedDot(source) && 'pattern' in parseRedirectUriPattern(source))
      .map((source) => ({
        ...registeredAt(credential, source),
        sentence: `The redirect URI pattern ${source} has an unescaped dot, which stands for any character${
          hasUnescapedDot(originOf(source)) ? ': another host may match' : ''
        }.`,
        fix: `Write ${escapeDotsForConsole(source)} in the Developer Console.`,
      })),
}

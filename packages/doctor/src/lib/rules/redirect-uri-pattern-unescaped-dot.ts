import { escapeDots, hasUnescapedDot, originOf, parsePattern } from '../pattern.ts'
import { developerConsole } from '../place.ts'
import type { Rule } from '../rule.ts'

export const redirectUriPatternUnescapedDot: Rule = {
  code: 'redirect_uri_pattern_unescaped_dot',
  severity: 'warning',
  place: developerConsole,
  observe: ({ credential }) =>
    (credential?.patternSources ?? [])
      .filter((source) => hasUnescapedDot(source) && 'pattern' in parsePattern(source))
      .map((source) => ({
        sentence: `The redirect URI pattern ${source} has an unescaped dot, which stands for any character${hasUnescapedDot(originOf(source)) ? ': somebody else’s host may match' : ''}.`,
        fix: `Write ${escapeDots(source)} in the Developer Console.`,
      })),
}

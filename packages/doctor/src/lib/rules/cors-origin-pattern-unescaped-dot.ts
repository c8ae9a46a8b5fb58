import { escapeDots, hasUnescapedDot } from '../pattern.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsOriginPatternUnescapedDot: Rule = {
  code: 'cors_origin_pattern_unescaped_dot',
  severity: 'warning',
  place: corsPolicyFile,
  observe: ({ cors }) =>
    (cors?.policies ?? []).flatMap(({ file, positions, allowedOriginPatterns }) =>
      allowedOriginPatterns
        .filter(({ source }) => hasUnescapedDot(source))
        .map(({ source }) => ({
          sentence: `${file} has the origin pattern ${source} with an unescaped dot, which stands for any character: another host may match.`,
          // A backslash is written twice in JSON.
          fix: `Write "${escapeDots(source).replaceAll('\\', '\\\\')}" in alloworiginregexp.`,
          file,
          ...positions.alloworiginregexp,
        })),
    ),
}

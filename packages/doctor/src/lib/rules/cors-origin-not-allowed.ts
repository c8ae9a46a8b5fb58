import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { CorsPolicy } from '../cors-policy.ts'
import type { Rule } from '../rule.ts'

export const corsOriginNotAllowed: Rule = {
  code: 'cors_origin_not_allowed',
  severity: 'error',
  place: corsPolicyFile,
  observe: (configuration) => {
    if (configuration.cors?.policies.length === 0 && configuration.policiesOfOtherTiers.length > 0)
      return []
    const denied = judgeCalls(configuration).filter(({ isOriginAllowed }) => !isOriginAllowed)
    return groupJudgements(denied, ({ origin }) => [origin]).map(
      ({ key: origin, policy, calls }) => ({
        sentence: policy
          ? `No CORS policy allows the origin ${origin}, so that a browser keeps the answers to ${calls} from the page.`
          : `There is no CORS policy, so a browser keeps the answers to ${calls} from the page at ${origin}.`,
        fix: describeFix(policy, origin),
        ...(policy && {
          file: policy.file,
          ...policy.positions.alloworiginregexp,
          ...policy.positions.alloworigin,
          ...(policy.positions.alloworigin && {
            change: { kind: 'list-entry' as const, key: 'alloworigin', entry: origin },
          }),
        }),
      }),
    )
  },
}

function describeFix(policy: CorsPolicy | undefined, origin: string): string {
  if (!policy) return `Create the file with "alloworigin": ["${origin}"].`
  return policy.positions.alloworigin
    ? `Add "${origin}" to alloworigin.`
    : `Add "alloworigin": ["${origin}"], or a pattern for it to alloworiginregexp.`
}

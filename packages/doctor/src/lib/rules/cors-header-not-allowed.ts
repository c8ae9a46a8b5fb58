import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsHeaderNotAllowed: Rule = {
  code: 'cors_header_not_allowed',
  severity: 'error',
  place: corsPolicyFile,
  observe: (configuration) =>
    groupJudgements(judgeCalls(configuration), ({ deniedHeaders }) => deniedHeaders).flatMap(
      ({ key: header, policy, calls }) => {
        if (!policy) return []
        return [
          {
            sentence: `${policy.file} does not list the header ${header} in supportedheaders, so that a browser blocks ${calls}.`,
            fix: `Add "${header}" to supportedheaders.`,
            file: policy.file,
            ...policy.positions.supportedheaders,
            change: { kind: 'list-entry', key: 'supportedheaders', entry: header },
          },
        ]
      },
    ),
}

import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsHeaderNotExposed: Rule = {
  code: 'cors_header_not_exposed',
  severity: 'warning',
  place: corsPolicyFile,
  observe: (configuration) =>
    groupJudgements(judgeCalls(configuration), ({ hiddenHeaders }) => hiddenHeaders).flatMap(
      ({ key: header, policy, calls }) => {
        if (!policy) return []
        return [
          {
            sentence: `${policy.file} does not list ${header} in exposedheaders, so that a page cannot read it from the answers to ${calls}.`,
            fix: `Add "${header}" to exposedheaders.`,
            file: policy.file,
            ...policy.positions.exposedheaders,
            change: { kind: 'list-entry', key: 'exposedheaders', entry: header },
          },
        ]
      },
    ),
}

import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsMethodNotAllowed: Rule = {
  code: 'cors_method_not_allowed',
  severity: 'error',
  place: corsPolicyFile,
  observe: (configuration) => {
    const denied = judgeCalls(configuration).filter(({ isMethodAllowed }) => !isMethodAllowed)
    return groupJudgements(denied, ({ call }) => [call.method]).flatMap(
      ({ key: method, policy, calls }) => {
        if (!policy) return []
        const written = policy.supportedMethods.find((name) => sameLetters(name, method))
        return [
          {
            sentence: `${policy.file} does not list ${method} in supportedmethods, so that a browser blocks ${calls}.`,
            fix: written
              ? `Send ${written}: browsers tell capital from small letters here.`
              : `Add "${method}" to supportedmethods.`,
            file: policy.file,
            ...policy.positions.supportedmethods,
            ...(!written && {
              change: { kind: 'list-entry', key: 'supportedmethods', entry: method },
            }),
          },
        ]
      },
    )
  },
}

function sameLetters(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

import { groupJudgements, judgeCalls } from '../cors-judgement.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const corsCredentialsNotAllowed: Rule = {
  code: 'cors_credentials_not_allowed',
  severity: 'error',
  place: corsPolicyFile,
  observe: (configuration) => {
    const denied = judgeCalls(configuration).filter(
      ({ areCredentialsAllowed, isOriginAllowed }) => isOriginAllowed && !areCredentialsAllowed,
    )
    return groupJudgements(denied, ({ origin }) => [origin]).flatMap(
      ({ key: origin, policy, calls }) => {
        if (!policy) return []
        const { supportscredentials, alloworigin } = policy.positions
        return [
          {
            sentence: policy.supportsCredentials
              ? `${policy.file} allows any origin, which a browser does not accept for ${calls}, sent with cookies.`
              : `${policy.file} does not support credentials, so that a browser blocks ${calls}, sent with cookies.`,
            fix: policy.supportsCredentials
              ? `Put "${origin}" in place of "*" in alloworigin, or send an access token and no cookies.`
              : 'Send an access token and no cookies, or set supportscredentials to true.',
            file: policy.file,
            ...(policy.supportsCredentials ? alloworigin : supportscredentials),
          },
        ]
      },
    )
  },
}

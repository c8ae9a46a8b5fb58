import { clientAllowListFile } from '../place.ts'
import type { Rule } from '../rule.ts'

export const environmentTypeNotAllowed: Rule = {
  code: 'environment_type_not_allowed',
  severity: 'error',
  place: clientAllowListFile,
  observe: ({ clientAllowList, environmentType }) => {
    if (!clientAllowList || environmentType === undefined) return []
    if (clientAllowList.environmentTypes.includes(environmentType)) return []
    return [
      {
        sentence: `${clientAllowList.file} is for ${clientAllowList.environmentTypes.join(', ')} only, so no client is allowed in an environment of type ${environmentType}.`,
        fix: `Add ${environmentType} to metadata.envTypes.`,
      },
    ]
  },
}

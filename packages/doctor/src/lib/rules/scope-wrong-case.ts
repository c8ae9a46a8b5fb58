import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { observeScopes } from './scope-lists.ts'
import { findScopeInOtherCase, replaceScope } from '../scopes.ts'

export const scopeWrongCase: Rule = {
  code: 'scope_wrong_case',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) =>
    observeScopes(configuration, (scopes, name) => {
      const known = findScopeInOtherCase(name)
      if (known === undefined) return []
      return [
        {
          sentence: `${scopes.name} asks for ${name}, but IMS tells capital from small letters and knows ${known}.`,
          fix: `Write ${known}.`,
          change: replaceScope(scopes, name, known),
        },
      ]
    }),
}

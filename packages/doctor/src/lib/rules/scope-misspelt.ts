import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { observeScopes } from './scope-lists.ts'
import { findMisspeltScope, replaceScope } from '../scopes.ts'

export const scopeMisspelt: Rule = {
  code: 'scope_misspelt',
  severity: 'error',
  place: applicationVariables,
  observe: (configuration) =>
    observeScopes(configuration, (scopes, name) => {
      const closest = findMisspeltScope(name)
      if (closest === undefined || configuration.credential?.scopes?.includes(name)) return []
      return [
        {
          sentence: `${scopes.name} asks for ${name}, which is not a known scope, but close to ${closest}.`,
          fix: `Write ${closest}.`,
          change: replaceScope(scopes, name, closest),
        },
      ]
    }),
}

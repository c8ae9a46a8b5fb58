import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { findMisspeltScope, replaceScope } from '../scopes.ts'

export const scopeMisspelt: Rule = {
  code: 'scope_misspelt',
  severity: 'error',
  place: applicationVariables,
  observe: ({ scopes, credential }) =>
    (scopes?.names ?? []).flatMap((name) => {
      const closest = findMisspeltScope(name)
      if (closest === undefined || credential?.scopes?.includes(name)) return []
      return [
        {
          variable: scopes?.name ?? '',
          sentence: `${scopes?.name} asks for ${name}, which is not a known scope, but close to ${closest}.`,
          fix: `Write ${closest}.`,
          ...(scopes && { change: replaceScope(scopes, name, closest) }),
        },
      ]
    }),
}

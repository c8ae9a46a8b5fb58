import { applicationVariables } from '../place.ts'
import type { Rule } from '../rule.ts'
import { findMisspeltScope, findScopeInOtherCase } from '../scopes.ts'

export const scopeNotRegistered: Rule = {
  code: 'scope_not_registered',
  severity: 'error',
  place: applicationVariables,
  observe: ({ scopes, credential }) => {
    const registered = credential?.scopes
    if (!scopes || !registered) return []
    return scopes.names
      .filter((name) => !registered.includes(name) && !isSlip(name))
      .map((name) => ({
        variable: scopes.name,
        sentence: `${scopes.name} asks for ${name}, which the credential may not ask for: IMS answers invalid_scope.`,
        fix: `Remove ${name}, or add the API that brings it to the project in the Developer Console.`,
      }))
  },
}

/** Another rule suggests the right name. */
function isSlip(name: string): boolean {
  return findScopeInOtherCase(name) !== undefined || findMisspeltScope(name) !== undefined
}

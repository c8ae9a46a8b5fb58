import type { Configuration } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import type { Observation, Rule } from '../rule.ts'
import { findMisspeltScope, findScopeInOtherCase } from '../scopes.ts'

export const scopeMissing: Rule = {
  code: 'scope_missing',
  severity: 'error',
  place: applicationVariables,
  observe: observeMissing,
}

function observeMissing({ scopes, calls, variables }: Configuration): readonly Observation[] {
  if (!scopes) return []
  const meant = scopes.names.flatMap((name) => [
    name,
    findScopeInOtherCase(name) ?? '',
    findMisspeltScope(name) ?? '',
  ])
  const needs = new Map([['openid', 'signing in with IMS']])
  if (variables.some(({ value }) => value.includes('.api.commerce.adobe.com'))) {
    needs.set('commerce.accs', 'the REST API of Commerce')
  }
  for (const { scope, method, path } of calls) {
    if (scope !== undefined && !needs.has(scope)) needs.set(scope, `${method} ${path}`)
  }
  return [...needs]
    .filter(([scope]) => !meant.includes(scope))
    .map(([scope, need]) => ({
      variable: scopes.name,
      sentence: `${scopes.name} lacks ${scope}, which ${need} needs.`,
      fix: `Add ${scope}, after checking that the credential's page in the Developer Console lists it.`,
    }))
}

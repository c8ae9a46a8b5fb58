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

function observeMissing(configuration: Configuration): readonly Observation[] {
  const { scopes, scopeLists, calls, variables } = configuration
  if (!scopes) return []
  // An application that has several lists asks for each in its own request.
  const all = [...scopes.names, ...scopeLists.flatMap(({ names }) => names)]
  const meant = all.flatMap((name) => [
    name,
    findScopeInOtherCase(name) ?? '',
    findMisspeltScope(name) ?? '',
  ])
  const needs = new Map<string, string>()
  if (signsUsersIn(configuration)) needs.set('openid', 'signing in with IMS')
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

/** A service has no user to sign in; `offline_access` without openid is told by a rule of its own. */
function signsUsersIn({ scopes, source }: Configuration): boolean {
  const grants = source.flatMap((fact) => (fact.kind === 'token-request' ? [fact.grantType] : []))
  const isService = grants.length > 0 && grants.every((grant) => grant === 'client_credentials')
  const isToldElsewhere =
    scopes?.names.includes('offline_access') === true && !scopes.names.includes('AdobeID')
  return !isService && !isToldElsewhere
}

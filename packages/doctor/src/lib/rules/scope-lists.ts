import type { Configuration, ScopeList } from '../configuration.ts'
import { applicationVariables } from '../place.ts'
import type { Observation, Rule } from '../rule.ts'

/** Judges every scope of every list, at the place of the list. */
export function observeScopes(
  { scopes, scopeLists }: Configuration,
  judge: (list: ScopeList, name: string) => readonly Omit<Observation, 'variable'>[],
): readonly Observation[] {
  const isListed = scopeLists.some(({ name }) => name === scopes?.name)
  const lists = scopes && !isListed ? [scopes, ...scopeLists] : scopeLists
  return lists.flatMap((list: ScopeList) =>
    list.names.flatMap((name) => judge(list, name).map((observation) => atList(list, observation))),
  )
}

/** A value in the source is not changed by a program: it may be used elsewhere. */
function atList(
  { name, place }: ScopeList,
  { change, ...observation }: Omit<Observation, 'variable'>,
): Observation {
  if (place) return { ...observation, ...place }
  return { ...observation, variable: name, ...(change && { change }) }
}

/** @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims */
export const scopeWrongSeparator: Rule = {
  code: 'scope_wrong_separator',
  severity: 'error',
  place: applicationVariables,
  observe: ({ scopes, scopeLists }) => {
    const lists =
      scopes && !scopeLists.some(({ name }) => name === scopes.name)
        ? [scopes, ...scopeLists]
        : scopeLists
    return lists.flatMap((list: ScopeList) => {
      const separator = /[\w.](?:\s*)([;|+])(?:\s*)[\w.]/.exec(list.value)?.[1]
      if (separator === undefined) return []
      const value = list.value.replaceAll(/\s*[;|+]\s*/g, ',')
      return [
        atList(list, {
          sentence: `${list.name} separates scopes with ${separator}, which IMS takes for a part of a name: it knows commas and blanks.`,
          fix: `Write ${value}.`,
          change: { kind: 'variable', name: list.name, value },
        }),
      ]
    })
  },
}

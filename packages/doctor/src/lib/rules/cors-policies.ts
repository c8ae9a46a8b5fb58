import { judgeCalls } from '../cors-judgement.ts'
import type { CorsPolicy } from '../cors-policy.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

/** AEM takes the first that matches, and no document says in which order it asks them. */
export const corsPoliciesOverlap: Rule = {
  code: 'cors_policies_overlap',
  severity: 'warning',
  place: corsPolicyFile,
  observe: (configuration) => {
    const seen = new Set<string>()
    return judgeCalls(configuration).flatMap(({ matching, call, origin }) => {
      const [first, ...others] = matching
      const other = first && others.find((policy) => !decidesAlike(first, policy))
      if (!first || !other || seen.has(other.file)) return []
      seen.add(other.file)
      return [
        {
          file: other.file,
          ...other.positions.allowedpaths,
          sentence: `${first.file} and ${other.file} both match ${call.path} from ${origin} and decide differently; which one AEM asks first is not documented.`,
          fix: 'Keep one of them, or make their paths or origins exclude each other.',
        },
      ]
    })
  },
}

function decidesAlike(one: CorsPolicy, other: CorsPolicy): boolean {
  return (
    sameSet(one.supportedMethods, other.supportedMethods) &&
    sameSet(one.supportedHeaders, other.supportedHeaders) &&
    one.supportsCredentials === other.supportsCredentials
  )
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set([...one, ...other])
  return all.size === new Set(one).size && all.size === new Set(other).size
}

/** Adobe's own examples have `[""]`; AEM passes it over, and a reader takes it for an entry. */
export const corsPolicyEmptyString: Rule = {
  code: 'cors_policy_empty_string',
  severity: 'advice',
  place: corsPolicyFile,
  observe: ({ cors }) =>
    (cors?.policies ?? []).flatMap(({ file, keysWithEmptyText, positions }) =>
      keysWithEmptyText.map((key) => ({
        file,
        ...positions[key],
        sentence: `${file} has an empty text in ${key}, which allows nothing.`,
        fix: `Write [] where ${key} is to be empty, or remove the empty text.`,
      })),
    ),
}

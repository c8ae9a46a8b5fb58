import { judgeCalls } from '../cors-judgement.ts'
import type { CorsPolicy } from '../cors-policy.ts'
import { corsPolicyFile } from '../place.ts'
import type { Observation, Rule } from '../rule.ts'
import { findOverlap } from './cors-policy-mistakes.ts'

/** AEM takes the first that matches, and no document says in which order it asks them. */
export const corsPoliciesOverlap: Rule = {
  code: 'cors_policies_overlap',
  severity: 'warning',
  place: corsPolicyFile,
  observe: (configuration) => {
    const seen = new Set<string>()
    const byFiles = findOverlap(configuration.cors?.policies ?? []).flatMap(
      ({ one, other, origin, path }) => {
        if (decidesAlike(one, other) || seen.has(other.file)) return []
        seen.add(other.file)
        return [describeOverlap(one, other, origin, path)]
      },
    )
    const byCalls = judgeCalls(configuration).flatMap(({ matching, call, origin }) => {
      const [first, ...others] = matching
      const other = first && others.find((policy) => !decidesAlike(first, policy))
      if (!first || !other || seen.has(other.file)) return []
      seen.add(other.file)
      return [describeOverlap(first, other, origin, call.path)]
    })
    return [...byFiles, ...byCalls]
  },
}

function describeOverlap(
  one: CorsPolicy,
  other: CorsPolicy,
  origin: string,
  path: string,
): Observation {
  return {
    file: other.file,
    ...other.positions.allowedpaths,
    sentence: `${one.file} and ${other.file} both match ${path} from ${origin} and decide differently; which one AEM asks first is not documented.`,
    fix: 'Keep one of them, or make their paths or origins exclude each other.',
  }
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

/**
 * A page that asks for the scope of folders and is not seen to call them yet: what it will send is known. Other scopes
 * come with an API whether they are used or not.
 */
export const corsScopeNotCovered: Rule = {
  code: 'cors_scope_not_covered',
  severity: 'warning',
  place: corsPolicyFile,
  observe: (configuration) => {
    const { calls, scopes, program } = configuration
    const isPage = program !== undefined && program.framework !== 'none'
    if (!isPage || !scopes?.names.includes('aem.folders')) return []
    if (calls.some(({ scope }) => scope === 'aem.folders')) return []
    const headers = ['Authorization', 'X-Api-Key']
    const call = { path: '/adobe/folders', headers, readsHeaders: [], sendsCredentials: false }
    const expected = ['GET', 'POST', 'DELETE'].map((method) => ({
      ...call,
      method,
      scope: undefined,
      areHeadersKnown: false,
      place: undefined,
      sentBy: 'page' as const,
    }))
    const judgements = judgeCalls({ ...configuration, calls: expected })
    const lacking = [
      ...new Set(
        judgements.flatMap(
          ({ call: { method }, isPathAllowed, isMethodAllowed, deniedHeaders }) => [
            ...(isPathAllowed ? [] : ['the path /adobe/folders']),
            ...(isMethodAllowed ? [] : [`the method ${method}`]),
            ...deniedHeaders.map((name) => `the header ${name}`),
          ],
        ),
      ),
    ]
    const policy = judgements[0]?.policy
    if (lacking.length === 0 || !policy) return []
    return [
      {
        file: policy.file,
        ...policy.positions.allowedpaths,
        sentence: `${scopes.name} asks for aem.folders, but ${policy.file} does not allow a page ${lacking.join(', ')}, which listing, creating and deleting folders need.`,
        fix: 'Add what is missing to allowedpaths, supportedmethods and supportedheaders, or remove the scope.',
      },
    ]
  },
}

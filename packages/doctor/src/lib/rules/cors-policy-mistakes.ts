import type { CorsPolicy } from '../cors-policy.ts'
import { sampleOf } from '../pattern.ts'
import { corsPolicyFile } from '../place.ts'
import type { Rule } from '../rule.ts'

/** A browser sends scheme, host and port, and AEM compares letter for letter. */
export const corsOriginNotAnOrigin: Rule = {
  code: 'cors_origin_not_an_origin',
  severity: 'error',
  place: corsPolicyFile,
  observe: ({ cors }) =>
    (cors?.policies ?? []).flatMap(({ file, allowedOrigins, positions }) =>
      allowedOrigins.flatMap((entry) => {
        if (entry === '' || entry === '*' || entry === 'null' || entry.includes('$[')) return []
        const origin = URL.parse(entry)?.origin
        if (origin === entry) return []
        const isPattern = /[\\*^$]|\.\+/.test(entry)
        return [
          {
            file,
            ...positions.alloworigin,
            sentence: `${file} has ${entry} in alloworigin, which no browser sends: an origin is a scheme, a host and a port, without a slash at the end.`,
            fix: isPattern
              ? `Move it to alloworiginregexp.`
              : `Write ${origin === undefined || origin === 'null' ? 'an address such as https://localhost:3000' : origin}.`,
          },
        ]
      }),
    ),
}

/** @see https://fetch.spec.whatwg.org/#cors-protocol-and-credentials */
export const corsPolicyAnyOrigin: Rule = {
  code: 'cors_policy_any_origin',
  severity: 'warning',
  place: corsPolicyFile,
  observe: ({ cors }) =>
    (cors?.policies ?? [])
      .filter(
        ({ allowedOrigins, supportsCredentials }) =>
          supportsCredentials && allowedOrigins.includes('*'),
      )
      .map(({ file, positions }) => ({
        file,
        ...positions.alloworigin,
        sentence: `${file} allows any origin (*) together with supportscredentials, which browsers refuse, and which would let every site act as the user.`,
        fix: 'List the origins of your pages in alloworigin, or set supportscredentials to false.',
      })),
}

/** Two policies that match the same requests, whatever the application sends. */
export function findOverlap(policies: readonly CorsPolicy[]): readonly {
  readonly one: CorsPolicy
  readonly other: CorsPolicy
  readonly origin: string
  readonly path: string
}[] {
  return policies.flatMap((one, index) =>
    policies.slice(index + 1).flatMap((other) => {
      const origin = samplesOf(one.allowedOrigins, one.allowedOriginPatterns)
        .concat(samplesOf(other.allowedOrigins, other.allowedOriginPatterns))
        .find((sample) => allows(one, sample) && allows(other, sample))
      const path = [...one.allowedPaths, ...other.allowedPaths]
        .map(({ source }) => sampleOf(source))
        .find((sample) =>
          [one, other].every(({ allowedPaths }) =>
            allowedPaths.some((pattern) => pattern.matches(sample)),
          ),
        )
      return origin === undefined || path === undefined ? [] : [{ one, other, origin, path }]
    }),
  )
}

function samplesOf(
  origins: readonly string[],
  patterns: CorsPolicy['allowedOriginPatterns'],
): readonly string[] {
  return [
    ...origins.filter((origin) => origin !== '' && origin !== '*'),
    ...patterns.map(({ source }) => sampleOf(source)),
  ]
}

function allows(policy: CorsPolicy, origin: string): boolean {
  return (
    policy.allowedOrigins.some((allowed) => allowed === '*' || allowed === origin) ||
    policy.allowedOriginPatterns.some((pattern) => pattern.matches(origin))
  )
}

/** AEM reads a policy of another tier nowhere that the application calls. */
export const corsPolicyOtherTier: Rule = {
  code: 'cors_policy_other_tier',
  severity: 'error',
  place: corsPolicyFile,
  observe: ({ cors, calls, tier, policiesOfOtherTiers }) => {
    if (!cors || cors.policies.length > 0 || !cors.isComplete) return []
    const sent = calls.filter(({ sentBy }) => sentBy === 'page')
    if (sent.length === 0) return []
    return policiesOfOtherTiers.map((file) => ({
      file,
      sentence: `${file} lies in a folder for another tier, so that ${tier}, which the page calls, has no CORS policy and a browser keeps the answers from the page.`,
      fix: `Move it to the folder config.${tier}.`,
    }))
  },
}

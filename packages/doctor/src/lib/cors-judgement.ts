import type { Call, Configuration } from './configuration.ts'
import type { CorsPolicy } from './cors-policy.ts'
import { sampleOf } from './pattern.ts'

/** What a browser and AEM would make of one call. */
export interface CorsJudgement {
  readonly call: Call
  readonly origin: string
  /** Every policy that allows the origin and the path. */
  readonly matching: readonly CorsPolicy[]
  /** The policy that decides, or the one to change so that it does; missing when there is none. */
  readonly policy: CorsPolicy | undefined
  readonly isOriginAllowed: boolean
  readonly isPathAllowed: boolean
  readonly isMethodAllowed: boolean
  readonly areCredentialsAllowed: boolean
  /** As the application writes them. */
  readonly deniedHeaders: readonly string[]
  /** As the application writes them. */
  readonly hiddenHeaders: readonly string[]
}

/** Judges every call; empty where the facts do not tell enough, or a policy could not be read. */
export function judgeCalls(configuration: Configuration): readonly CorsJudgement[] {
  const { cors, calls } = configuration
  if (!cors?.isComplete) return []
  const sent = calls.filter(({ sentBy }) => sentBy === 'page')
  const origin = findPageOrigin(configuration)
  if (origin === undefined) return sent.flatMap((call) => judgeFromAnywhere(cors.policies, call))
  if (isSameOrigin(origin, configuration)) return []
  return sent.map((call) => judgeCall(cors.policies, origin, call))
}

/** Where the page is served is not known: then it is served where a policy allows it, and one that allows the call is enough. */
function judgeFromAnywhere(policies: readonly CorsPolicy[], call: Call): readonly CorsJudgement[] {
  const judgements = policies.flatMap((policy) => {
    const origin = sampleOrigin(policy)
    return origin === undefined ? [] : [judgeCall([policy], origin, call)]
  })
  if (judgements.some(isAllowed)) return []
  const [best] = judgements.toSorted(
    (one, other) => Number(other.isPathAllowed) - Number(one.isPathAllowed),
  )
  return best && policies.length === judgements.length ? [best] : []
}

function isAllowed(judgement: CorsJudgement): boolean {
  const { isPathAllowed, isMethodAllowed, areCredentialsAllowed } = judgement
  const { deniedHeaders, hiddenHeaders } = judgement
  return (
    isPathAllowed &&
    isMethodAllowed &&
    areCredentialsAllowed &&
    deniedHeaders.length + hiddenHeaders.length === 0
  )
}

function sampleOrigin(policy: CorsPolicy): string | undefined {
  const named = policy.allowedOrigins.find((origin) => URL.parse(origin)?.origin === origin)
  if (named !== undefined) return named
  const samples = policy.allowedOriginPatterns.map(({ source }) => sampleOf(source))
  return ['https://localhost:3000', 'http://localhost:3000', ...samples].find((origin) =>
    allowsOrigin(policy, origin),
  )
}

/** Joins what several calls have in common, so that there is one finding for it. */
export function groupJudgements(
  judgements: readonly CorsJudgement[],
  keysOf: (judgement: CorsJudgement) => readonly string[],
): readonly {
  readonly key: string
  readonly policy: CorsPolicy | undefined
  readonly calls: string
}[] {
  const groups = new Map<string, { key: string; judgements: CorsJudgement[] }>()
  for (const judgement of judgements) {
    for (const key of new Set(keysOf(judgement))) {
      const id = JSON.stringify([judgement.policy?.file, key])
      const group = groups.get(id) ?? { key, judgements: [] }
      groups.set(id, group)
      group.judgements.push(judgement)
    }
  }
  return [...groups.values()].map(({ key, judgements: members }) => ({
    key,
    policy: members[0]?.policy,
    calls: [...new Set(members.map(({ call }) => `${call.method} ${call.path}`))].join(', '),
  }))
}

/**
 * The page's origin: where it is served, else where its users come back to after signing in.
 */
function findPageOrigin({ origin, redirectUri }: Configuration): string | undefined {
  return origin?.origin ?? (redirectUri && URL.parse(redirectUri.value)?.origin)
}

function isSameOrigin(origin: string, { aemHost }: Configuration): boolean {
  return aemHost !== undefined && URL.parse(aemHost.value)?.origin === origin
}

/**
 * AEM takes the first policy that allows the origin and the path, and that one alone decides about
 * everything else.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-learn/foundation/security/understand-cross-origin-resource-sharing
 */
function judgeCall(policies: readonly CorsPolicy[], origin: string, call: Call): CorsJudgement {
  const matching = policies.filter(
    (policy) => allowsOrigin(policy, origin) && allowsPath(policy, call.path),
  )
  const [deciding] = matching
  const forOrigin = policies.find((policy) => allowsOrigin(policy, origin))
  const forPath = policies.find((policy) => allowsPath(policy, call.path))
  // A policy that would decide once it is corrected is judged as if it did, so that all there is
  // to change is said at once.
  const policy = deciding ?? forOrigin ?? forPath ?? policies[0]
  return {
    call,
    origin,
    matching,
    policy,
    isOriginAllowed: forOrigin !== undefined,
    isPathAllowed: policy !== undefined && allowsPath(policy, call.path),
    isMethodAllowed: policy === undefined || allowsMethod(policy, call),
    areCredentialsAllowed: policy === undefined || allowsCredentials(policy, origin, call),
    deniedHeaders: policy ? findDeniedHeaders(policy, call) : [],
    hiddenHeaders: policy ? findHiddenHeaders(policy, call) : [],
  }
}

function allowsOrigin(policy: CorsPolicy, origin: string): boolean {
  return (
    policy.allowedOrigins.some((allowed) => allowed === '*' || allowed === origin) ||
    policy.allowedOriginPatterns.some((pattern) => pattern.matches(origin))
  )
}

function allowsPath(policy: CorsPolicy, path: string): boolean {
  return policy.allowedPaths.some((pattern) => pattern.matches(path))
}

function allowsMethod(policy: CorsPolicy, call: Call): boolean {
  return !isPreflighted(call) || policy.supportedMethods.includes(call.method)
}

function allowsCredentials(policy: CorsPolicy, origin: string, call: Call): boolean {
  if (!call.sendsCredentials) return true
  const byNameOrPattern =
    policy.allowedOrigins.includes(origin) ||
    policy.allowedOriginPatterns.some((pattern) => pattern.matches(origin))
  // A browser that sends cookies does not take `*` for an answer.
  return policy.supportsCredentials && byNameOrPattern
}

function findDeniedHeaders(policy: CorsPolicy, call: Call): readonly string[] {
  return findUnsafeHeaders(call).filter((name) => {
    if (policy.supportedHeaders.includes(name.toLowerCase())) return false
    // The wildcard never covers Authorization, nor anything when cookies are sent.
    const isWild = policy.supportedHeaders.includes('*') && !call.sendsCredentials
    return !isWild || name.toLowerCase() === 'authorization'
  })
}

function findHiddenHeaders(policy: CorsPolicy, call: Call): readonly string[] {
  if (policy.exposedHeaders.includes('*') && !call.sendsCredentials) return []
  return call.readsHeaders.filter((name) => {
    const lowerCase = name.toLowerCase()
    return !readableHeaders.includes(lowerCase) && !policy.exposedHeaders.includes(lowerCase)
  })
}

/** @see https://fetch.spec.whatwg.org/#cors-preflight-fetch */
function isPreflighted(call: Call): boolean {
  return !simpleMethods.includes(call.method) || findUnsafeHeaders(call).length > 0
}

function findUnsafeHeaders(call: Call): readonly string[] {
  return call.headers.filter((name) => !simpleHeaders.includes(name.toLowerCase()))
}

/** @see https://fetch.spec.whatwg.org/#cors-safelisted-method */
const simpleMethods: readonly string[] = ['GET', 'HEAD', 'POST']

/** @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const simpleHeaders: readonly string[] = ['accept', 'accept-language', 'content-language']

/** @see https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
const readableHeaders: readonly string[] = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]

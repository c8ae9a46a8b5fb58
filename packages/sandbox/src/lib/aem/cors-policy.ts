import type { NoteHint } from '../journal/hints.ts'
import { compileFullMatch, type FullMatch } from '../wire/regular-expression.ts'
import { parseOsgiConfiguration, refuse, type OsgiConfiguration } from './osgi-configuration.ts'
import type { OsgiVariables } from './osgi-placeholders.ts'

/** A policy of AEM's `CORSPolicyImpl`, ready to be asked. */
export interface CorsPolicy {
  /** Whether the policy is the one for this origin and path; methods and headers play no part in that. */
  appliesTo(origin: string, path: string): boolean
  readonly headers: CorsHeaders
  /** What AEM passes over without a word, a sentence each. */
  readonly notices: readonly string[]
}

/** The headers that a policy puts on answers. */
export interface CorsHeaders {
  readonly supportedMethods: string
  readonly supportedHeaders: string
  readonly exposedHeaders: string
  readonly maxAgeSeconds: number
  readonly supportsCredentials: boolean
}

/**
 * Reads a `com.adobe.granite.cors.impl.CORSPolicyImpl~<name>.cfg.json`. Empty entries of its lists are
 * ignored, and its regular expressions match the whole text (both inferred: Adobe's examples suggest it).
 *
 * @param variables For the placeholders in it, by name.
 * @throws {@link SandboxError} `invalid_configuration`, naming the file, the line and the property.
 */
export function parseCorsPolicy(
  file: string,
  text: string,
  variables: OsgiVariables = {},
): CorsPolicy {
  const configuration = parseOsgiConfiguration(file, text, variables)
  const list = (property: string): readonly string[] => readList(configuration, property)
  const compile = (property: string): readonly FullMatch[] =>
    list(property).map((pattern) =>
      compileFullMatch(pattern, `${file}, line ${lineOf(configuration, property)}, ${property},`),
    )

  const origins = new Set(list('alloworigin'))
  const originPatterns = compile('alloworiginregexp')
  const paths = compile('allowedpaths')
  return {
    appliesTo: (origin, path) =>
      (origins.has('*') || origins.has(origin) || matchesSome(originPatterns, origin)) &&
      matchesSome(paths, path),
    headers: {
      supportedMethods: list('supportedmethods').join(', '),
      supportedHeaders: list('supportedheaders').join(', '),
      exposedHeaders: list('exposedheaders').join(', '),
      maxAgeSeconds: readNumber(configuration, 'maxage', 1800),
      supportsCredentials: String(valueOf(configuration, 'supportscredentials')) === 'true',
    },
    notices: listUnknownProperties(configuration),
  }
}

/** The first policy for this origin and path; without one, AEM's CORS handler says nothing. */
export function findCorsPolicy(
  policies: readonly CorsPolicy[],
  request: Request,
  path: string,
): CorsPolicy | undefined {
  const origin = request.headers.get('origin')
  return origin === null ? undefined : policies.find((policy) => policy.appliesTo(origin, path))
}

/** Notes why the page's browser will not let it read the answer: AEM says nothing of that. */
export function noteCors(request: Request, policy: CorsPolicy | undefined, hint: NoteHint): void {
  const origin = request.headers.get('origin')
  if (origin !== null && policy === undefined) hint('cors_policy_missing', origin)
  if (policy === undefined || !isPreflight(request)) return
  const { supportedMethods, supportedHeaders } = policy.headers
  const method = request.headers.get('access-control-request-method') ?? ''
  // The methods that a browser lets through without being told (Fetch §4.9).
  const methods = new Set(['GET', 'HEAD', 'POST', ...split(supportedMethods)])
  if (!methods.has(method)) hint('cors_policy_method', method)
  const headers = new Set(split(supportedHeaders.toLowerCase()))
  const asked = split(request.headers.get('access-control-request-headers') ?? '')
  const refused = asked.filter((name) => !headers.has(name.toLowerCase()))
  if (refused.length > 0) hint('cors_policy_header', refused.join(','))
}

/** Whether a browser asks for permission first. Such a request carries no token. */
export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
}

/** A preflight's answer. A denial is a 200 too, only without the header that the browser looks for. */
export function answerPreflight(request: Request, policy: CorsPolicy | undefined): Response {
  const response = addCorsHeaders(new Response(null, { status: 200 }), request, policy)
  if (policy === undefined) return response
  response.headers.delete('access-control-expose-headers')
  response.headers.set('access-control-allow-methods', policy.headers.supportedMethods)
  response.headers.set('access-control-allow-headers', policy.headers.supportedHeaders)
  response.headers.set('access-control-max-age', String(policy.headers.maxAgeSeconds))
  return response
}

/** Lets the page read the answer, if a policy says so. */
export function addCorsHeaders(
  response: Response,
  request: Request,
  policy: CorsPolicy | undefined,
): Response {
  response.headers.append('vary', 'origin')
  if (policy === undefined) return response
  const { exposedHeaders, supportsCredentials } = policy.headers
  response.headers.set('access-control-allow-origin', request.headers.get('origin') ?? '')
  if (supportsCredentials) response.headers.set('access-control-allow-credentials', 'true')
  if (exposedHeaders !== '') response.headers.set('access-control-expose-headers', exposedHeaders)
  return response
}

const knownProperties = [
  'alloworigin',
  'alloworiginregexp',
  'allowedpaths',
  'exposedheaders',
  'maxage',
  'supportedheaders',
  'supportedmethods',
  'supportscredentials',
]

/** AEM ignores a name that it does not know without a word, so that a slip opens nothing and says nothing. */
function listUnknownProperties({ file, properties }: OsgiConfiguration): readonly string[] {
  return [...properties]
    .filter(([name]) => !knownProperties.includes(name) && !isOfService(name))
    .map(
      ([name, { line }]) =>
        `${file}, line ${line}: AEM ignores ${JSON.stringify(name)}, which is not a property of CORSPolicyImpl; use ${knownProperties.join(', ')}.`,
    )
}

/** OSGi has properties of its own, such as `service.ranking`. */
function isOfService(name: string): boolean {
  return /^(?:service|component|osgi)\./.test(name)
}

function valueOf({ properties }: OsgiConfiguration, property: string): unknown {
  return properties.get(property)?.value
}

function lineOf({ properties }: OsgiConfiguration, property: string): number {
  return properties.get(property)?.line ?? 1
}

/** One text counts as a list of one, as OSGi converts it. */
function readList(configuration: OsgiConfiguration, property: string): readonly string[] {
  const { file, properties } = configuration
  const { value = [], line = 1 } = properties.get(property) ?? {}
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.every((item) => typeof item === 'string')) return items.filter((item) => item !== '')
  throw refuse(file, line, `${property} must be a list of texts`)
}

function readNumber(configuration: OsgiConfiguration, property: string, fallback: number): number {
  const { file, properties } = configuration
  const { value = fallback, line = 1 } = properties.get(property) ?? {}
  const number = Number(value)
  if (Number.isInteger(number)) return number
  throw refuse(file, line, `${property} must be a whole number`)
}

function split(list: string): readonly string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function matchesSome(patterns: readonly FullMatch[], text: string): boolean {
  return patterns.some((pattern) => pattern.matches(text))
}

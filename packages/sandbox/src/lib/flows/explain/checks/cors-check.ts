import { findCorsPolicy, parseCorsPolicy, type CorsPolicy } from '../../../aem/cors-policy.ts'
import { parseOsgiConfiguration } from '../../../aem/osgi-configuration.ts'
import { registeredOrigins } from '../../../ims/redirect-uri-pattern.ts'
import { redactText } from '../../../journal/redact.ts'
import { compileFullMatch } from '../../../wire/regular-expression.ts'
import type { CheckStep, CheckVerdict, ExplainedCheck, Source } from '../../explanation.ts'
import type { Moment } from '../../moments.ts'
import { pages } from '../../sentences/sentence-table.ts'
import type { Examined } from '../examined.ts'
import { fact, step, unknownCheck } from './check-parts.ts'

/** Whether the browser lets the page read the answer, and the entry that allows it or would. */
export function explainCors(exchange: Examined): ExplainedCheck | undefined {
  const { service, moment, header } = exchange
  const origin = header('origin')
  if (origin === undefined) return undefined
  if (moment === undefined) return unknownCheck('cors', title)
  if (service === 'aem') return explainAem(exchange, moment, origin)
  return service === 'ims' ? explainIms(exchange, moment, origin) : explainCommerce(origin)
}

const title = 'CORS: may the page read the answer?'

function create(
  verdict: CheckVerdict,
  summary: string,
  steps: readonly CheckStep[],
  source: Source = pages.tutorial,
): ExplainedCheck {
  return { kind: 'cors', title, verdict, summary, steps, source }
}

function explainIms(
  { trace, recorded, credential, answerHeader }: Examined,
  { credentials, behavior }: Moment,
  origin: string,
): ExplainedCheck {
  const isAllowed = answerHeader('access-control-allow-origin') !== undefined
  const isNever = recorded.hints.some(({ code }) => code === 'cors_never')
  const asked = trace.isPreflight || credential === undefined ? credentials : [credential]
  // Of a preflight, one credential that has registered the origin is enough.
  const missing = trace.isPreflight ? 'skipped' : 'failed'
  const steps = asked.map((candidate): CheckStep => {
    const isRegistered = registeredOrigins(candidate).has(origin)
    return {
      what: `The redirect URIs of ${candidate.clientId}`,
      result: isRegistered ? `one is at ${origin}` : `none is at ${origin}`,
      verdict: isRegistered ? 'passed' : missing,
    }
  })
  const behaviorStep = fact('The behavior of the sandbox, row cors', behavior.cors)
  if (isAllowed) {
    return create(
      'passed',
      trace.isPreflight
        ? `A preflight names no client: ${origin} is the origin of a registered redirect URI, so the page may ask.`
        : `${origin} is the origin of a registered redirect URI, so the page may read the answer.`,
      [behaviorStep, ...steps],
      pages.userGuide,
    )
  }
  return create(
    'failed',
    isNever
      ? 'No page may read this address, whatever is registered: ask from a server, or write down what it says.'
      : `${origin} is the origin of no redirect URI of the client: register one there.`,
    [behaviorStep, ...steps],
    pages.userGuide,
  )
}

function explainCommerce(origin: string): ExplainedCheck {
  return create(
    'failed',
    `Commerce gives no CORS headers here, since nothing public says that it does: ask from a server instead of a page at ${origin}.`,
    [],
    pages.commerceUser,
  )
}

function explainAem(exchange: Examined, moment: Moment, origin: string): ExplainedCheck {
  const { url, trace, recorded, header } = exchange
  const path = url.pathname.replaceAll(/\/{2,}/g, '/')
  const { corsPolicies, variables } = moment.aemFiles
  const policies = Object.entries(corsPolicies).map(([file, text]) => ({
    file,
    policy: parseCorsPolicy(file, text, variables),
    entries: readEntries(file, text, moment),
  }))
  const request = new Request(url, { headers: { origin } })
  const chosen = findCorsPolicy(
    policies.map(({ policy }) => policy),
    request,
    path,
  )
  const used = policies.find(({ policy }) => policy === chosen)
  const steps = policies.flatMap(({ file, entries }) => listEntries(file, entries, origin, path))
  if (used === undefined) {
    return create('failed', wouldAllow(policies, origin, path), steps)
  }
  const preflight = trace.isPreflight ? preflightSteps(used.policy, header) : []
  const refused = recorded.hints.some(({ code }) => code.startsWith('cors_policy_'))
  return create(
    refused ? 'failed' : 'passed',
    refused
      ? `${used.file} allows the page, but not this method or these headers: add them to supportedmethods or supportedheaders.`
      : `${used.file} allows the page of ${origin} at this path.`,
    [...steps, ...preflight],
  )
}

interface Entries {
  readonly origins: readonly string[]
  readonly patterns: readonly string[]
  readonly paths: readonly string[]
}

function readEntries(file: string, text: string, { aemFiles }: Moment): Entries {
  const { properties } = parseOsgiConfiguration(file, text, aemFiles.variables)
  const list = (name: string): readonly string[] => {
    const value = properties.get(name)?.value ?? []
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    return items.filter((item) => typeof item === 'string' && item !== '').map(String)
  }
  return {
    origins: list('alloworigin'),
    patterns: list('alloworiginregexp'),
    paths: list('allowedpaths'),
  }
}

function allowsOrigin({ origins, patterns }: Entries, file: string, origin: string): boolean {
  return (
    origins.includes('*') ||
    origins.includes(origin) ||
    patterns.some((pattern) => compileFullMatch(pattern, file).matches(origin))
  )
}

function allowsPath({ paths }: Entries, file: string, path: string): boolean {
  return paths.some((pattern) => compileFullMatch(pattern, file).matches(path))
}

function listEntries(
  file: string,
  entries: Entries,
  origin: string,
  path: string,
): readonly CheckStep[] {
  const entry = (what: string, isMatch: boolean, text: string): CheckStep => ({
    what: `${file}: ${what}`,
    result: (isMatch ? 'allows ' : 'does not match ') + redactText(text),
    verdict: isMatch ? 'passed' : 'skipped',
  })
  const matches = (pattern: string, text: string): boolean =>
    compileFullMatch(pattern, file).matches(text)
  return [
    ...entries.origins.map((item) =>
      entry(`alloworigin ${item}`, item === '*' || item === origin, origin),
    ),
    ...entries.patterns.map((item) =>
      entry(`alloworiginregexp ${item}`, matches(item, origin), origin),
    ),
    ...entries.paths.map((item) => entry(`allowedpaths ${item}`, matches(item, path), path)),
  ]
}

/** The entry that would allow it. */
function wouldAllow(
  policies: readonly { readonly file: string; readonly entries: Entries }[],
  origin: string,
  path: string,
): string {
  const byPath = policies.find(({ file, entries }) => allowsPath(entries, file, path))
  if (byPath !== undefined) {
    return `No policy allows ${origin} at this path: add "${origin}" to alloworigin of ${byPath.file}.`
  }
  const byOrigin = policies.find(({ file, entries }) => allowsOrigin(entries, file, origin))
  if (byOrigin !== undefined) {
    return `A policy allows ${origin}, but not the path ${redactText(path)}: add a pattern for it to allowedpaths of ${byOrigin.file}.`
  }
  const [first] = policies
  return first === undefined
    ? `AEM has no CORS policy: add one that has "${origin}" in alloworigin and a pattern for ${redactText(path)} in allowedpaths.`
    : `No policy allows ${origin} nor the path ${redactText(path)}: add both to ${first.file}.`
}

function split(text: string): readonly string[] {
  return text.toLowerCase().split(/\s*,\s*/)
}

function preflightSteps({ headers }: CorsPolicy, header: Examined['header']): readonly CheckStep[] {
  const method = header('access-control-request-method') ?? ''
  const methods = ['get', 'head', 'post', ...split(headers.supportedMethods)]
  const names = new Set(split(headers.supportedHeaders))
  const asked = split(header('access-control-request-headers') ?? '').filter(Boolean)
  return [
    step(`The method ${method}`, methods.includes(method.toLowerCase()), [
      'is allowed',
      'is not in supportedmethods',
    ]),
    ...asked.map((name) =>
      step(`The header ${name}`, names.has(name), ['is allowed', 'is not in supportedheaders']),
    ),
  ]
}

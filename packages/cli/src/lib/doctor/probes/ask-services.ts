import type { Probe, ProbeOutcome } from '@mudbrick/doctor'

import { type Answer, get } from '../../get.ts'
import type { Question } from './list-questions.ts'

/** What the requests stand on. */
export interface AskOptions {
  readonly signal: AbortSignal
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly nowMs: () => number
}

/** Asks all at once; a service that does not answer is an outcome too. */
export function askServices(
  questions: readonly Question[],
  options: AskOptions,
): Promise<readonly Probe[]> {
  return Promise.all(questions.map((question) => ask(question, options)))
}

async function ask(question: Question, options: AskOptions): Promise<Probe> {
  const { kind, url } = question
  const service = kind === 'aem' ? 'AEM' : kind === 'commerce' ? 'Commerce' : 'IMS'
  const probe = (outcome: ProbeOutcome): Probe => ({ service, origin: url.origin, outcome })
  try {
    const answer = await get(url, headersFor(question, options.environment), options.signal)
    return probe(readAnswer(question, answer, options.nowMs()))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
    return probe({ kind: 'failed', reason, isProxied: isProxied(url, options.environment) })
  }
}

/** The user's token goes to AEM and Commerce, never to IMS. */
function headersFor(
  { kind, clientId }: Question,
  environment: AskOptions['environment'],
): Record<string, string> {
  const token = environment['MUDBRICK_ACCESS_TOKEN']
  const accept = { accept: 'application/json' }
  if (token === undefined || token === '' || !/^(?:aem|commerce)$/.test(kind)) return accept
  const key = clientId === undefined ? undefined : { 'x-api-key': clientId }
  return { ...accept, authorization: `Bearer ${token}`, ...key }
}

function readAnswer(question: Question, answer: Answer, nowMs: number): ProbeOutcome {
  if (question.kind === 'authorization') return readAuthorization(question, answer)
  const date = Date.parse(answer.headers['date'] ?? '')
  const body = parse(answer.body)
  const isHibernated = /healthy\s*=\s*["']?hibernated/i.test(answer.body)
  return {
    kind: 'answered',
    status: answer.status,
    isOfService: isOfService(question, answer, body),
    ...(Number.isFinite(date) && { clockAheadMs: nowMs - date }),
    ...(isHibernated && { isHibernated }),
    ...readRefusal(question, answer.status, body),
  }
}

/** Where IMS would lead a user; a page instead of a redirect tells nothing that is documented. */
function readAuthorization({ redirectUri = '' }: Question, { headers }: Answer): ProbeOutcome {
  const location = URL.parse(headers['location'] ?? '')
  if (!location) return { kind: 'authorization', redirectUri }
  const error =
    location.searchParams.get('error') ?? new URLSearchParams(location.hash.slice(1)).get('error')
  // Its own sign-in page is not where it leads in the end.
  if (error === null) return { kind: 'authorization', redirectUri }
  location.search = ''
  location.hash = ''
  const ledTo = redirectUri.endsWith('/') ? location.href : location.href.replace(/\/$/, '')
  return { kind: 'authorization', redirectUri: withoutQuery(redirectUri), ledTo, error }
}

function withoutQuery(uri: string): string {
  return uri.replace(/[?#].*$/s, '')
}

function isOfService({ kind }: Question, { status, headers }: Answer, body: Body): boolean {
  if (status === 407) return false
  if (kind === 'discovery') return typeof body['issuer'] === 'string'
  // AEM and Commerce answer in JSON, or lead to the sign-in of a user.
  return isJson(headers) || status === 401 || status === 403 || (status >= 300 && status < 400)
}

function isJson(headers: Answer['headers']): boolean {
  return /json/i.test(headers['content-type'] ?? '')
}

type Refusal = Pick<
  Extract<ProbeOutcome, { readonly kind: 'answered' }>,
  'missingResource' | 'refusal'
>

function readRefusal({ kind }: Question, status: number, body: Body): Refusal {
  const { parameters, detail, message } = body
  if (kind === 'commerce' && status === 401 && typeof parameters === 'object' && parameters) {
    const resources = 'resources' in parameters ? parameters.resources : undefined
    return typeof resources === 'string' ? { missingResource: resources } : {}
  }
  if (kind !== 'aem' || status !== 403) return {}
  const text = `${String(detail)} ${String(message)}`
  if (/allow-?list/i.test(text)) return { refusal: 'allow-list' }
  return { refusal: /scope/i.test(text) ? 'scope' : 'rights' }
}

type Body = Readonly<Record<string, unknown>>

function parse(text: string): Body {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function isProxied({ hostname, protocol }: URL, environment: AskOptions['environment']): boolean {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const proxy = environment[name] ?? environment[name.toLowerCase()]
  const exceptions = environment['NO_PROXY'] ?? environment['no_proxy'] ?? ''
  if (proxy === undefined || proxy === '') return false
  return !exceptions
    .split(',')
    .some((entry) => entry !== '' && hostname.endsWith(entry.trim().replace(/^\*?\./, '')))
}

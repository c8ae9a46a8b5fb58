import { type Fetch, isMudbrickError, type NetworkError, sendRequest } from '@mudbrick/http'
import { defaultFetch } from '@mudbrick/http/internal'
import type { AemClient } from './aem-client.ts'
import { hibernationAdvice, isAsleep } from './aem-error.ts'
import type { AemFailure } from './aem-failure.ts'
import { kindOf } from './aem-problem.ts'
import { adviceAgainst, findRefusal, type Refusal } from './refusal.ts'

/** Names the causes that can be told apart by what AEM and the browser show. */
export type FailureCause =
  | 'token_rejected'
  | 'client_not_allowlisted'
  | 'scope_missing'
  | 'api_key_invalid'
  | 'permission_missing'
  | 'cors_denied'
  | 'certificate_not_accepted'
  | 'hibernated'
  | 'unknown'

/** Why a call of AEM failed, and what to do. */
export interface FailureExplanation {
  /** Names the cause. */
  readonly cause: FailureCause
  /** What happened, in a sentence. */
  readonly explanation: string
  /** What to do, in a sentence. */
  readonly fix: string
  /** Names the file to change, if it is one. */
  readonly file: string | undefined
}

/** Options of explaining a failure. */
export interface ExplainFailureOptions {
  /** The client whose call failed. */
  readonly aem: AemClient
  /** Sends the one request that tells a CORS policy from a lost connection; the platform's `fetch` by default. */
  readonly probe?: Fetch | undefined
  /** Abandons that request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds the likely cause of what a call of this package rejected with.
 *
 * A browser does not tell a page why it got no answer. After a {@link NetworkError} one request more is
 * sent, a `GET` of the same address without token and without asking to read the answer
 * (`no-cors`): if the browser gets that, it was the CORS policy that kept the first answer from the
 * page; if not, the browser does not reach the host, or does not accept its certificate.
 *
 * @example
 * ```ts
 * const page = await listFolders(aem).catch(async (error: unknown) => {
 *   const { explanation, fix } = await explainFailure(error, { aem })
 *   console.warn(explanation, fix)
 * })
 * ```
 */
export async function explainFailure(
  error: unknown,
  { aem, probe = defaultFetch, signal }: ExplainFailureOptions,
): Promise<FailureExplanation> {
  // Also what a session rejects with when it has no token to give.
  if (isMudbrickError(error) && error.needsInteraction) return explainRefusal('token_rejected', aem)
  if (!isAemFailure(error)) return explainUnknown(error)
  if ('isHtml' in error && isAsleep(error)) return explainHibernation(aem)
  if (error.code === 'network_failed') return explainNetworkError(error, aem, probe, signal)
  const refusal = refusalOf(error)
  if (!refusal) return explainUnknown(error)
  return explainRefusal(refusal, aem, 'url' in error ? error.url : aem.origin)
}

/** By name, since another copy of this package may have thrown it. */
function isAemFailure(error: unknown): error is AemFailure {
  const names =
    /^(AemError|ConfigurationError|FolderError|NetworkError|TimeoutError|UnexpectedResponseError)$/
  return isMudbrickError(error) && names.test(error.name)
}

function refusalOf(error: AemFailure): Refusal | undefined {
  if (error.code === 'http_error') return findRefusal(error.status, error.problem)
  if (error.code === 'missing_client_id') return 'api_key_invalid'
  const isForbidden =
    error.code === 'folder_refused' && error.problem && kindOf(error.problem) === 'forbidden'
  return isForbidden ? 'permission_missing' : undefined
}

const explanations: Readonly<Record<Refusal, string>> = {
  token_rejected:
    'AEM got no access token that it takes: it has expired, was revoked, or belongs to another IMS.',
  client_not_allowlisted: 'The environment does not let in the client id of this application.',
  scope_missing: 'The access token lacks a scope that this API asks for.',
  api_key_invalid:
    'The API key is missing, or is not the client id for which the access token was issued.',
  permission_missing: "The user may not do this: AEM's repository does not grant the right to it.",
}

function explainRefusal(
  refusal: Refusal,
  { origin }: AemClient,
  url: string = origin,
): FailureExplanation {
  return {
    cause: refusal,
    explanation: explanations[refusal],
    fix: toSentence(adviceAgainst(refusal, url)),
    file: refusal === 'client_not_allowlisted' ? 'api.yaml' : undefined,
  }
}

function explainHibernation({ origin }: AemClient): FailureExplanation {
  return {
    cause: 'hibernated',
    explanation: `${origin} answered with a web page instead of JSON, as a sleeping environment does.`,
    fix: toSentence(hibernationAdvice),
    file: undefined,
  }
}

async function explainNetworkError(
  error: NetworkError,
  aem: AemClient,
  probe: Fetch,
  signal: AbortSignal | undefined,
): Promise<FailureExplanation> {
  const { origin, pathname } = new URL(error.url)
  if (!(await isReachable(new URL(error.url), aem, probe, signal))) {
    return {
      cause: 'certificate_not_accepted',
      explanation: `The browser does not reach ${origin}, or does not accept its certificate.`,
      fix: `Open ${origin} in a tab of this browser: if it warns, accept or install the certificate; if nothing comes, check the connection and the address.`,
      file: undefined,
    }
  }
  // A session may have failed at another host, to which AEM's CORS policy does not apply.
  if (origin !== aem.origin) return explainUnknown(error)
  return {
    cause: 'cors_denied',
    explanation: `${origin} can be reached, but the browser keeps its answer from this page: most likely AEM's CORS policy does not allow the request.`,
    // The page of a sleeping environment has no CORS headers either.
    fix: `${describePolicy(error.method, pathname)} If it has, open ${origin} in a tab: the environment may be hibernated.`,
    file: 'com.adobe.granite.cors.impl.CORSPolicyImpl~<name>.cfg.json',
  }
}

async function isReachable(
  url: URL,
  { clock }: AemClient,
  probe: Fetch,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const fetch: Fetch = (input, init) =>
    probe(input, { ...init, mode: 'no-cors', cache: 'no-store' })
  try {
    await sendRequest(url, { fetch, clock, timeoutMs: 10_000, signal })
    return true
  } catch {
    signal?.throwIfAborted()
    return false
  }
}

/** Names what the first CORS policy for an origin and a path has to allow. */
function describePolicy(method: string, pathname: string): string {
  const [api = pathname] = /^\/adobe\/[^/]+/.exec(pathname) ?? []
  const headers = [
    'Authorization',
    ...(/^\/adobe\/(folders|assets)$/.test(api) ? ['X-Api-Key'] : []),
    ...(method === 'GET' ? [] : ['Content-Type']),
    ...(method === 'PATCH' ? ['If-Match'] : []),
  ]
  return `Let the CORS policy have this page's origin in alloworigin, ${api}.* in allowedpaths, ${method} in supportedmethods, and ${headers.join(', ')} in supportedheaders, and deploy it with a full-stack pipeline.`
}

function explainUnknown(error: unknown): FailureExplanation {
  const isRetryable = isMudbrickError(error) && error.retryable
  return {
    cause: 'unknown',
    explanation: isMudbrickError(error) ? error.message : 'Something other than AEM has failed.',
    fix: isRetryable
      ? 'Try again later.'
      : 'Look at the request and its answer in the developer tools of the browser.',
    file: undefined,
  }
}

function toSentence(advice: string): string {
  return `${advice.slice(0, 1).toUpperCase()}${advice.slice(1)}.`
}

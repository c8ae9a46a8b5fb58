import { type Clock, ConfigurationError, type Fetch, isMudbrickError } from '@mudbrick/http'
import { checkOptions, defaultFetch, parseSecureUrl, systemClock } from '@mudbrick/http/internal'
import type { AccessTokenRequest } from '@mudbrick/oauth'

import { hasCsrfHeader, isFromOtherOrigin } from '../csrf.ts'
import { createConsoleReport } from '../console-report.ts'
import { describeRequest, noteRoute, type ReportError } from '../error-context.ts'
import { createNoRouteResponse } from '../no-route.ts'
import { createProblemResponse, type ProblemOptions } from '../problem-response.ts'
import type { RequestContext } from '../request-context.ts'
import { requestIdHeader, requestIdOf } from '../request-id.ts'
import type { ServerEvents } from '../server-event.ts'
import { isUpgrade } from '../upgrade.ts'
import { createAllowList } from './allow-list.ts'
import { RequestBodyFailure } from './body-watch.ts'
import { createForwardedHeaders } from './forwarded-headers.ts'
import { type ProxiedCall, type ProxiedCallOptions, sendProxiedCall } from './proxied-call.ts'
import {
  knownProxyOptions,
  type ProxyOptions,
  type ProxyProblemCode,
  proxyProblems,
} from './proxy-options.ts'

/** The caller of a proxy. */
export interface ProxyCaller {
  /** Returns the access token, if a user is signed in. */
  readonly session: Pick<ProxiedCall, 'getAccessToken'> | undefined
  /** A `Set-Cookie` for the response, if needed. */
  readonly setCookie: string | undefined
}

/** The app that a proxy belongs to. */
export interface ProxyContext {
  /** The origin of the app's pages. */
  readonly origin: string
  /** Reads the session of a call. */
  readonly readSession: (request: Request) => Promise<ProxyCaller>
  /** Sends the calls on. The platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** Measures the time. The machine's clock by default. */
  readonly clock?: Clock | undefined
  /** Called with the error when a call fails for a reason that the page cannot change. Writes to the console by default. */
  readonly onError?: ReportError | undefined
  /** Called with what happened. */
  readonly emit?: ServerEvents['emit'] | undefined
  /** Tells an audit trail which request an event belongs to. */
  readonly requestContext?: RequestContext | undefined
}

/**
 * Creates the function that passes calls of the app's page on to a service, with the access token of
 * the signed-in user.
 *
 * @throws {@link ConfigurationError} for options that are invalid or not safe.
 */
export function createProxy(
  context: ProxyContext,
  options: ProxyOptions,
): (request: Request) => Promise<Response> {
  checkOptions('proxy', options, knownProxyOptions)
  const path = parsePath(options.path)
  const target = parseTarget(options.target)
  const judge = createAllowList(options.allow)
  const { maxBodyBytes = 10 * 1_048_576 } = options
  requireAtLeast(0, 'maxBodyBytes', maxBodyBytes, { isInfinityAllowed: true })
  const answer = createAnswer(context, { ...options, maxBodyBytes })
  const track = createTracking(context, path)

  const judgeAndAnswer = async (request: Request, { pathname, search }: URL): Promise<Response> => {
    if (!hasCsrfHeader(request)) return refuse('csrf_header_missing')
    if (isFromOtherOrigin(request, context.origin)) return refuse('foreign_request')
    if (isUpgrade(request.headers.get('upgrade'))) return refuse('upgrade_not_supported')

    const rest = pathname.slice(path.length) || '/'
    const verdict = judge(request.method, rest)
    if (verdict === 'not_allowed') return refuseUnlisted(request.method, pathname, path)
    if (verdict !== 'allowed') return refuse(verdict)
    // A body without a length is counted on its way.
    const length = Number(request.headers.get('content-length') ?? 0)
    if (length > maxBodyBytes) return refuse('body_too_large')
    return answer(request, { address: target + rest, search })
  }

  return async (request) => {
    const url = new URL(request.url)
    const { pathname } = url
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return createNoRouteResponse()
    return track(request, () => judgeAndAnswer(request, url))
  }
}

/** Names each call for logs, and tells how it ended. */
function createTracking(
  { clock = systemClock, emit, requestContext }: ProxyContext,
  path: string,
): (request: Request, work: () => Promise<Response>) => Promise<Response> {
  return async (request, work) => {
    noteRoute(request, path)
    const startedAt = clock.now()
    let status: number | undefined
    try {
      const response = await (requestContext ? requestContext.run(request, work) : work())
      status = response.status
      response.headers.set(requestIdHeader, requestIdOf(request))
      return response
    } finally {
      // A clock may go back.
      const durationMs = Math.max(0, clock.now() - startedAt)
      emit?.({ type: 'call', path, status, durationMs })
    }
  }
}

function parsePath(path: string): string {
  const isPath = /^(\/[\w.~-]+)+$/.test(path)
  if (isPath && new URL(path, 'https://app.test').pathname === path) return path
  throw new ConfigurationError(
    'invalid_option',
    'path',
    `path is ${JSON.stringify(path)}, which is not a path of this server: give one that begins with a slash and does not end with one, such as /api/commerce.`,
  )
}

/** Without a slash at the end. */
function parseTarget(target: string): string {
  const { href, origin, pathname } = parseSecureUrl(target, 'target')
  if (href === origin + pathname && !pathname.includes('//')) return href.replace(/\/$/, '')
  throw new ConfigurationError(
    'invalid_option',
    'target',
    `target is more than an origin and a path: give ${origin}${pathname.replace(/\/{2,}/g, '/')} alone.`,
  )
}

function refuse(
  code: ProxyProblemCode,
  options: Pick<ProblemOptions, 'headers' | 'cause'> = {},
): Response {
  return createProblemResponse({ code, ...proxyProblems[code], ...options })
}

const maxShownLength = 200

/** Tells a developer who reads it which call was refused. */
function refuseUnlisted(method: string, pathname: string, path: string): Response {
  const asked = `${method} ${pathname}`
  const shown = asked.length > maxShownLength ? `${asked.slice(0, maxShownLength)}…` : asked
  const detail = `${shown} is not among those that the app allows: the patterns of allow begin after ${path}.`
  return createProblemResponse({ code: 'not_allowed', ...proxyProblems.not_allowed, detail })
}

function createAnswer(
  {
    readSession,
    fetch = defaultFetch,
    clock = systemClock,
    onError = createConsoleReport(),
    emit,
  }: ProxyContext,
  {
    path,
    headers = {},
    requestHeaders = [],
    responseHeaders = [],
    isTokenRejected,
    maxReplayBytes = 65_536,
    maxBodyBytes,
    timeoutMs = 30_000,
  }: ProxyOptions & { readonly maxBodyBytes: number },
): (request: Request, to: Pick<ProxiedCall, 'address' | 'search'>) => Promise<Response> {
  requireAtLeast(1, 'timeoutMs', timeoutMs)
  requireAtLeast(0, 'maxReplayBytes', maxReplayBytes)
  const forwardedHeaders = createForwardedHeaders({ headers, requestHeaders, responseHeaders })
  const callOptions: ProxiedCallOptions = {
    forwardedHeaders,
    isTokenRejected,
    maxReplayBytes,
    maxBodyBytes,
    timeoutMs,
    fetch,
    clock,
  }

  return async (request, to) => {
    let setCookie: string | undefined
    const respond = async (): Promise<Response> => {
      const caller = await orTokenFailure(readSession(request))
      setCookie = caller.setCookie
      const { session } = caller
      if (session === undefined) return refuse('signed_out')
      const getAccessToken = async (asked: AccessTokenRequest): Promise<string> => {
        const token = await orTokenFailure(session.getAccessToken(asked))
        const isRenewed = asked.rejected !== undefined && asked.rejected !== token
        if (isRenewed) emit?.({ type: 'token-renewed', path })
        return token
      }
      return sendProxiedCall({ request, ...to, getAccessToken }, callOptions)
    }
    const response = await respond().catch((error: unknown) => {
      // A client that has left gets no response.
      request.signal.throwIfAborted()
      return explain(error, (cause) => onError(cause, describeRequest(request)))
    })
    if (setCookie !== undefined) response.headers.append('set-cookie', setCookie)
    return response
  }
}

function requireAtLeast(
  least: number,
  option: string,
  value: number,
  { isInfinityAllowed = false } = {},
): void {
  if (value >= least && (isInfinityAllowed || Number.isFinite(value))) return
  throw new ConfigurationError(
    'invalid_option',
    option,
    `${option} is ${String(value)}: give a number of ${least} or more.`,
  )
}

/** Tells the failure of a session or token from that of the service. */
class TokenFailure extends Error {}

async function orTokenFailure<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise
  } catch (cause) {
    throw new TokenFailure(undefined, { cause })
  }
}

function explain(error: unknown, onError: (error: unknown) => void): Response {
  if (error instanceof RequestBodyFailure) return refuseBody(error)
  if (!(error instanceof TokenFailure)) {
    onError(error)
    return refuse(codeOf(error))
  }
  const { cause } = error
  if (isMudbrickError(cause) && cause.needsInteraction) return refuse('sign_in_required')
  onError(cause)
  return refuse('token_unavailable', { cause })
}

/** The connection of a body that stopped cannot be used for another request. */
function refuseBody({ code }: RequestBodyFailure): Response {
  return refuse(code, code === 'body_timed_out' ? { headers: { connection: 'close' } } : {})
}

function codeOf(error: unknown): ProxyProblemCode {
  const code = isMudbrickError(error) ? error.code : undefined
  if (code === 'timed_out') return 'upstream_timed_out'
  return code === 'redirected' ? 'upstream_redirected' : 'upstream_unreachable'
}

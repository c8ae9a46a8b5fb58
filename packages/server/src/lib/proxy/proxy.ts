import {
  checkOptions,
  type Clock,
  ConfigurationError,
  defaultFetch,
  type Fetch,
  isMudbrickError,
  parseSecureUrl,
  systemClock,
} from '@mudbrick/http'
import type { AccessTokenRequest } from '@mudbrick/oauth'

import { createAllowList } from './allow-list.ts'
import { reportOnConsole } from '../defaults.ts'
import { createNoRouteResponse } from '../no-route.ts'
import { hasStaticHeader, isForeign } from '../own-request.ts'
import { createPassingHeaders } from './passing-headers.ts'
import { createProblemResponse } from '../problem-response.ts'
import { type ProxiedCall, type ProxiedCallOptions, sendProxiedCall } from './proxied-call.ts'
import {
  knownProxyOptions,
  type ProxyOptions,
  type ProxyProblemCode,
  proxyProblems,
} from './proxy-options.ts'

/** Who makes a call, as far as a proxy has to know. */
export interface ProxyCaller {
  /** Gives the access token, if somebody is signed in. */
  readonly session: Pick<ProxiedCall, 'getAccessToken'> | undefined
  /** A `Set-Cookie` for the answer, if there is a reason. */
  readonly setCookie: string | undefined
}

/** What a proxy needs to know of the app that it belongs to. */
export interface ProxyContext {
  /** The origin of the app's pages. */
  readonly origin: string
  /** Reads who makes a call. */
  readonly readSession: (request: Request) => Promise<ProxyCaller>
  /** Sends the calls on; the platform's `fetch` unless told. */
  readonly fetch?: Fetch | undefined
  /** Measures the time; the machine's clock unless told. */
  readonly clock?: Clock | undefined
  /** Is told why a call came to nothing where the page cannot help it; the console unless told. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Creates the function that passes calls of the app's page on to a service, with the access token of
 * whoever is signed in.
 *
 * @throws {@link ConfigurationError} for options that cannot be, or are not safe.
 */
export function createProxy(
  context: ProxyContext,
  options: ProxyOptions,
): (request: Request) => Promise<Response> {
  checkOptions('proxy', options, knownProxyOptions)
  const path = parsePath(options.path)
  const target = parseTarget(options.target)
  const judge = createAllowList(options.allow)
  const answer = createAnswer(context, options)

  return async (request) => {
    const { pathname, search } = new URL(request.url)
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return createNoRouteResponse()
    if (!hasStaticHeader(request)) return refuse('static_header_missing')
    if (isForeign(request, context.origin)) return refuse('foreign_request')

    const rest = pathname.slice(path.length) || '/'
    const verdict = judge(request.method, rest)
    if (verdict === 'not_allowed') return refuseUnlisted(request.method, pathname, path)
    if (verdict !== 'allowed') return refuse(verdict)
    return answer(request, new URL(target + rest + search))
  }
}

function parsePath(path: string): string {
  const isPath = /^(\/[\w.~-]+)+$/.test(path)
  if (isPath && new URL(path, 'https://app.test').pathname === path) return path
  throw new ConfigurationError(
    'invalid_option',
    'path',
    `path is ${JSON.stringify(path)}, which is no path of this server: give one that begins with a slash and does not end with one, such as /api/commerce.`,
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

function refuse(code: ProxyProblemCode, headers?: Record<string, string>): Response {
  return createProblemResponse({ code, ...proxyProblems[code], headers })
}

const maxShownLength = 200

/** Whoever asked knows what for; the developer who reads it may not. */
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
    onError = reportOnConsole,
  }: ProxyContext,
  {
    headers = {},
    requestHeaders = [],
    responseHeaders = [],
    isTokenRejected,
    maxReplayBytes = 65_536,
    timeoutMs = 30_000,
  }: ProxyOptions,
): (request: Request, url: URL) => Promise<Response> {
  requireAtLeast(1, 'timeoutMs', timeoutMs)
  requireAtLeast(0, 'maxReplayBytes', maxReplayBytes)
  const passingHeaders = createPassingHeaders({ headers, requestHeaders, responseHeaders })
  const callOptions: ProxiedCallOptions = {
    passingHeaders,
    isTokenRejected,
    maxReplayBytes,
    timeoutMs,
    fetch,
    clock,
  }

  return async (request, url) => {
    let setCookie: string | undefined
    const respond = async (): Promise<Response> => {
      const caller = await orTokenFailure(readSession(request))
      setCookie = caller.setCookie
      const { session } = caller
      if (session === undefined) return refuse('signed_out')
      const getAccessToken = (asked: AccessTokenRequest): Promise<string> =>
        orTokenFailure(session.getAccessToken(asked))
      return sendProxiedCall({ request, url, getAccessToken }, callOptions)
    }
    const response = await respond().catch((error: unknown) => {
      // Whoever has left hears nothing of it.
      request.signal.throwIfAborted()
      return explain(error, onError)
    })
    if (setCookie !== undefined) response.headers.append('set-cookie', setCookie)
    return response
  }
}

function requireAtLeast(least: number, option: string, value: number): void {
  if (Number.isFinite(value) && value >= least) return
  throw new ConfigurationError(
    'invalid_option',
    option,
    `${option} is ${String(value)}: give a number that is ${least} or more.`,
  )
}

/** Tells what went wrong on the way to a token from what went wrong at the service. */
class TokenFailure extends Error {}

async function orTokenFailure<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise
  } catch (cause) {
    throw new TokenFailure(undefined, { cause })
  }
}

function explain(error: unknown, onError: (error: unknown) => void): Response {
  if (!(error instanceof TokenFailure)) {
    onError(error)
    return refuse(codeOf(error))
  }
  const { cause } = error
  if (isMudbrickError(cause) && cause.needsInteraction) return refuse('sign_in_required')
  onError(cause)
  return refuse('token_unavailable')
}

function codeOf(error: unknown): ProxyProblemCode {
  const code = isMudbrickError(error) ? error.code : undefined
  if (code === 'timed_out') return 'upstream_timed_out'
  return code === 'redirected' ? 'upstream_redirected' : 'upstream_unreachable'
}

import { isMudbrickError } from '@mudbrick/ims'
import type { AppAddress } from '../app-address.ts'
import { hasCsrfHeader } from '../csrf.ts'
import { describeRequest, noteRoute, type ReportError } from '../error-context.ts'
import { createNoRouteResponse } from '../no-route.ts'
import { createProblemResponse } from '../problem-response.ts'
import type { RequestContext } from '../request-context.ts'
import { requestIdHeader, requestIdOf } from '../request-id.ts'
import { createFailurePage } from './failure-page.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { isPrefetch, refusePrefetch } from './prefetch.ts'
import type { RoutesContext } from './routes-context.ts'
import { showSession } from './show-session.ts'
import { createSignInFailure } from './sign-in-failure.ts'
import { signOut } from './sign-out.ts'
import { startSignIn } from './start-sign-in.ts'

/** What answers at a path. */
interface Route {
  readonly methods: readonly string[]
  /** Whether a `GET` has an effect. */
  readonly hasEffect?: true
  readonly answer: (context: RoutesContext, request: Request) => Promise<Response>
  /** Answers when something that is needed failed. */
  readonly fail: (context: RoutesContext, error: unknown, request: Request) => Response
}

/** What the routes work with, for all requests. */
export interface RoutesOptions extends Omit<RoutesContext, 'onError'> {
  readonly onError: ReportError
  readonly requestContext: RequestContext | undefined
}

/** Creates the function that answers at the redirect URI and beside it. It never rejects. */
export function createRoutes(options: RoutesOptions): (request: Request) => Promise<Response> {
  const { requestContext, ...common } = options
  const { arrivingPaths: paths } = options.address
  // No HEAD where a GET has an effect: link checkers send it, and a code can be used once.
  const effect = { methods: ['GET'], hasEffect: true, fail: failToSignIn } as const
  const routes: Readonly<Record<string, Route>> = {
    [paths.signIn]: { ...effect, answer: startSignIn },
    [paths.callback]: { ...effect, answer: finishSignIn },
    [paths.signOut]: { methods: ['POST'], answer: signOut, fail: failToSignOut },
    [paths.session]: { methods: ['GET', 'HEAD'], answer: showSession, fail: failToShow },
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    const route = routes[pathname]
    if (!route) return answerNowhere(options.address, pathname)
    noteRoute(request, pathname)
    const context: RoutesContext = {
      ...common,
      onError: (error) => options.onError(error, describeRequest(request)),
    }
    const answer = (): Promise<Response> => answerAt(context, route, request)
    return finishAnswer(request, await (requestContext?.run(request, answer) ?? answer()))
  }
}

async function answerAt(
  context: RoutesContext,
  { methods, hasEffect, answer, fail }: Route,
  request: Request,
): Promise<Response> {
  if (!methods.includes(request.method)) return refuseMethod(methods)
  if (hasEffect && isPrefetch(request)) {
    context.emit({ type: 'sign-in', outcome: 'prefetch' })
    return refusePrefetch()
  }
  try {
    return await answer(context, request)
  } catch (error) {
    return fail(context, error, request)
  }
}

function refuseMethod(methods: readonly string[]): Response {
  const allow = methods.join(', ')
  return createProblemResponse({
    status: 405,
    code: 'method_not_allowed',
    detail: `This address answers to ${allow}.`,
    headers: { allow },
  })
}

/** A path that is not under the routes may be one of the app. */
function answerNowhere(address: AppAddress, pathname: string): Response {
  const { callback } = address.arrivingPaths
  const arrivingPath = callback.slice(0, callback.lastIndexOf('/'))
  if (arrivingPath === '' || !pathname.startsWith(`${arrivingPath}/`))
    return createNoRouteResponse()
  const detail = `There is nothing at this address: compare it with the redirect URI, whose routes are under ${address.basePath}.`
  return createProblemResponse({ status: 404, code: 'no_route', detail })
}

function failToSignIn(context: RoutesContext, error: unknown): Response {
  return createSignInFailure(context, error)
}

function failToSignOut(context: RoutesContext, error: unknown, request: Request): Response {
  if (hasCsrfHeader(request)) return failToShow(context, error)
  context.onError(error)
  return createFailurePage({
    status: statusOf(error),
    title: 'You are still signed in',
    sentence: 'Signing out did not work; please try again in a minute.',
    href: context.address.home,
    link: 'Go to the app',
    cause: error,
  })
}

function failToShow({ onError }: RoutesContext, error: unknown): Response {
  onError(error)
  return createProblemResponse({
    status: statusOf(error),
    code: isMudbrickError(error) ? error.code : 'failed',
    detail: 'Sessions are temporarily unavailable: try again. Users stay signed in.',
    cause: error,
  })
}

function statusOf(error: unknown): number {
  return isMudbrickError(error) ? 503 : 500
}

/** Adds what all responses have in common: they are for this browser, this moment and this app alone. */
function finishAnswer(request: Request, response: Response): Response {
  const { headers, status } = response
  headers.set(requestIdHeader, requestIdOf(request))
  headers.set('cache-control', 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-resource-policy', 'same-origin')
  // The address may have a code in it.
  headers.set('referrer-policy', 'no-referrer')
  return request.method === 'HEAD' ? new Response(null, { status, headers }) : response
}

import { isMudbrickError } from '@mudbrick/ims'
import { createFailurePage } from './failure-page.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { createNoRouteResponse } from '../no-route.ts'
import { hasStaticHeader } from '../own-request.ts'
import { createProblemResponse } from '../problem-response.ts'
import type { RoutesContext } from './routes-context.ts'
import { showSession } from './show-session.ts'
import { createSignInFailure } from './sign-in-failure.ts'
import { signOut } from './sign-out.ts'
import { startSignIn } from './start-sign-in.ts'

/** What answers at a path. */
interface Route {
  readonly methods: readonly string[]
  readonly answer: (context: RoutesContext, request: Request) => Promise<Response>
  /** Answers when something that is needed failed. */
  readonly fail: (context: RoutesContext, error: unknown, request: Request) => Response
}

/** Creates the function that answers at the redirect URI and beside it. It never rejects. */
export function createRoutes(context: RoutesContext): (request: Request) => Promise<Response> {
  const { paths } = context.address
  const routes: Readonly<Record<string, Route>> = {
    [paths.signIn]: { methods: ['GET', 'HEAD'], answer: startSignIn, fail: failToSignIn },
    // Not HEAD, which is sent by those who only look at addresses: a code is good for one request.
    [paths.callback]: { methods: ['GET'], answer: finishSignIn, fail: failToSignIn },
    [paths.signOut]: { methods: ['POST'], answer: signOut, fail: failToSignOut },
    [paths.session]: { methods: ['GET', 'HEAD'], answer: showSession, fail: failToShow },
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    const route = routes[pathname]
    if (!route) return answerNowhere(context, pathname)
    return finishAnswer(request, await answerAt(context, route, request))
  }
}

async function answerAt(
  context: RoutesContext,
  { methods, answer, fail }: Route,
  request: Request,
): Promise<Response> {
  if (!methods.includes(request.method)) return refuseMethod(methods)
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

/** A path that is not under the routes may be somebody else's. */
function answerNowhere({ address: { basePath } }: RoutesContext, pathname: string): Response {
  if (basePath === '' || !pathname.startsWith(`${basePath}/`)) return createNoRouteResponse()
  const detail = `There is nothing at this address: compare it with the redirect URI, whose routes are under ${basePath}.`
  return createProblemResponse({ status: 404, code: 'no_route', detail })
}

function failToSignIn(context: RoutesContext, error: unknown): Response {
  return createSignInFailure(context, error)
}

function failToSignOut(context: RoutesContext, error: unknown, request: Request): Response {
  if (hasStaticHeader(request)) return failToShow(context, error)
  context.onError(error)
  return createFailurePage({
    status: statusOf(error),
    title: 'You are still signed in',
    sentence: 'Signing out did not work; please try again in a minute.',
    href: `${context.address.origin}/`,
    link: 'Go to the app',
  })
}

function failToShow({ onError }: RoutesContext, error: unknown): Response {
  onError(error)
  return createProblemResponse({
    status: statusOf(error),
    code: isMudbrickError(error) ? error.code : 'failed',
    detail: 'Sessions are out of reach at the moment; nobody was signed out by that.',
  })
}

function statusOf(error: unknown): number {
  return isMudbrickError(error) ? 503 : 500
}

/** What all answers have in common: they are for this browser, this moment and this app alone. */
function finishAnswer({ method }: Request, response: Response): Response {
  const { headers, status } = response
  headers.set('cache-control', 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-resource-policy', 'same-origin')
  // The address may have a code in it.
  headers.set('referrer-policy', 'no-referrer')
  return method === 'HEAD' ? new Response(null, { status, headers }) : response
}

import type { ControlContext } from '../control-context.ts'
import { createControlCookie, guardControl, readControlBody } from './guard.ts'
import { controlProblem } from './problem.ts'

/** Whether a path at the sandbox's own origin is one of the control API. */
export function isControlPath(pathname: string): boolean {
  return pathname === '/control' || pathname.startsWith('/control/')
}

/** Answers one request to the control API, which takes the token of this run. */
export async function controlService(request: Request, context: ControlContext): Promise<Response> {
  const refusal = guardControl(request, context.origins.home, context)
  if (refusal !== undefined) return refusal
  const { pathname } = new URL(request.url)
  if (pathname === '/control/session') return startSession(request, context)
  const body = await readControlBody(request)
  if (body instanceof Response) return body
  // Most sandboxes are never controlled from outside, and start without this.
  const { answerOperation } = await import('./answer-operation.ts')
  return answerOperation({ request, body: body.json, context })
}

/** The guard has seen the token itself, which a session is given for. */
function startSession(request: Request, context: ControlContext): Response {
  if (request.method !== 'POST') {
    return controlProblem(405, 'A session is started with POST: send it with the control token.', {
      allow: 'POST',
    })
  }
  return new Response(null, {
    status: 204,
    headers: {
      'set-cookie': createControlCookie(context.origins.home, context),
      'cache-control': 'no-store',
    },
  })
}

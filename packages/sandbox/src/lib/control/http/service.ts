import type { ControlApi } from './control-api.ts'
import { createControlCookie, guardControl, readControlBody } from './guard.ts'
import { controlProblem } from './problem.ts'
import type { ControlContext } from './../control-context.ts'

/** Whether a path at the sandbox's own origin is one of the control API. */
export function isControlPath(pathname: string): boolean {
  return pathname === '/control' || pathname.startsWith('/control/')
}

/** Answers one request to the control API, for whoever has the token of this run. */
export async function controlService(request: Request, context: ControlContext): Promise<Response> {
  const refusal = guardControl(request, context.origins.home, context)
  if (refusal !== undefined) return refusal
  const { pathname } = new URL(request.url)
  if (pathname === '/control/session') return startSession(request, context)
  const body = await readControlBody(request)
  if (body instanceof Response) return body
  const api = await loadControlApi()
  return api(request, body.text, context)
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

/** Hono's OpenAPI and zod take a while to load, and most sandboxes are never controlled from outside. */
async function loadControlApi(): Promise<ControlApi> {
  const { controlApi } = await import('./control-api.ts')
  return controlApi
}

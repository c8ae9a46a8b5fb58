import { calculateRetryAfter } from './retry-after.ts'

/** Refuses a method that asks for something else than health; `undefined` for `GET` and `HEAD`. */
export function refuseOtherMethods({ method }: Request): Response | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined
  return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
}

/** Creates the response to a question for health: 200, or 503 with `Retry-After`. */
export function createHealthResponse({ method }: Request, isHealthy: boolean): Response {
  const body = JSON.stringify({ status: isHealthy ? 'ok' : 'unavailable' })
  return new Response(method === 'HEAD' ? null : body, {
    status: isHealthy ? 200 : 503,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(!isHealthy && { 'retry-after': calculateRetryAfter() }),
    },
  })
}

import type { Behavior } from '../behavior/behavior.ts'
import type { HintCode } from '../journal/hints.ts'
import type { Credential } from '../state/credential.ts'
import type { ImsContext } from './ims-context.ts'
import { registeredOrigins } from './redirect-uri-pattern.ts'

/**
 * The answer to a preflight: any origin that some credential has registered is let through,
 * because a preflight does not say which client asks. `undefined` when the request is no preflight.
 */
export function answerPreflight({ request, services, hint }: ImsContext): Response | undefined {
  const origin = request.headers.get('origin')
  const method = request.headers.get('access-control-request-method')
  if (request.method !== 'OPTIONS' || origin === null || method === null) return undefined
  const refusal = findRefusal(services.behavior, services.state.credentials.all(), origin)
  if (refusal !== undefined) hint(refusal, origin)
  return new Response(null, {
    status: 204,
    headers: {
      vary: 'origin',
      ...(refusal === undefined && {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type, client_id',
        'access-control-max-age': '600',
      }),
    },
  })
}

/**
 * Lets a page of an origin that the client has registered read the answer, with cookies too: Adobe's own browser
 * library asks with credentials. Without a client, no page may; where it is no longer known, pages of `any` may.
 */
export function allowOriginsOf(
  { request, services, hint }: ImsContext,
  client: Credential | 'any' | undefined,
  response: Response,
): Response {
  const credentials =
    client === 'any'
      ? services.state.credentials.all()
      : [client].filter((known) => known !== undefined)
  const origin = request.headers.get('origin')
  response.headers.append('vary', 'origin')
  if (origin === null) return response
  const refusal = findRefusal(services.behavior, credentials, origin)
  if (refusal === undefined) {
    response.headers.set('access-control-allow-origin', origin)
    response.headers.set('access-control-expose-headers', 'x-debug-id')
    response.headers.set('access-control-allow-credentials', 'true')
  } else if (credentials.length > 0) {
    hint(refusal, origin)
  }
  return response
}

/** Why pages of an origin may not read the answer; nothing when they may. */
function findRefusal(
  { cors }: Behavior,
  credentials: readonly Credential[],
  origin: string,
): HintCode | undefined {
  if (cors === 'none') return 'cors_off'
  if (cors === 'without-ports' && URL.parse(origin)?.port !== '') return 'cors_port_refused'
  const isRegistered = credentials.some((credential) => registeredOrigins(credential).has(origin))
  return isRegistered ? undefined : 'cors_origin_not_registered'
}

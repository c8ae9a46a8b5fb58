import type { Credential } from '../state/credential.ts'
import { registeredOrigins } from './redirect-uri-pattern.ts'

/**
 * The answer to a preflight: any origin that some credential has registered is let through,
 * because a preflight does not say which client asks. `undefined` when the request is no preflight.
 */
export function answerPreflight(
  request: Request,
  credentials: readonly Credential[],
): Response | undefined {
  const origin = request.headers.get('origin')
  const method = request.headers.get('access-control-request-method')
  if (request.method !== 'OPTIONS' || origin === null || method === null) return undefined
  const isKnown = isRegisteredBySome(credentials, origin)
  return new Response(null, {
    status: 204,
    headers: {
      vary: 'origin',
      ...(isKnown
        ? {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers': 'authorization, content-type, client_id',
            'access-control-max-age': '600',
          }
        : {}),
    },
  })
}

/** Lets a page of an origin that one of these credentials has registered read the answer. */
export function allowOriginsOf(
  credentials: readonly Credential[],
  response: Response,
  request: Request,
): Response {
  const origin = request.headers.get('origin')
  response.headers.append('vary', 'origin')
  if (origin !== null && isRegisteredBySome(credentials, origin)) {
    response.headers.set('access-control-allow-origin', origin)
    response.headers.set('access-control-expose-headers', 'x-debug-id')
  }
  return response
}

function isRegisteredBySome(credentials: readonly Credential[], origin: string): boolean {
  return credentials.some((credential) => registeredOrigins(credential).has(origin))
}

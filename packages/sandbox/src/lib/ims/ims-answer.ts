import type { Credential } from '../state/credential.ts'
import { jsonAnswer } from '../wire/answer.ts'
import type { ImsContext } from './ims-context.ts'

const noStore = { 'cache-control': 'no-store' }

/** An answer of IMS's JSON endpoints. */
export function imsAnswer(body: object): Response {
  return jsonAnswer(body, { headers: noStore })
}

/** A 200 without a body, labelled as JSON: clients that insist on JSON take that, and no other label. */
export function emptyAnswer(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    headers: { ...headers, ...noStore, 'content-type': 'application/json' },
  })
}

/** The error body of IMS's JSON endpoints: RFC 6749 §5.2. */
export function imsError(status: number, error: string, description?: string): Response {
  const body = { error, ...(description !== undefined && { error_description: description }) }
  return jsonAnswer(body, { status, headers: noStore })
}

/** A bearer token that is missing, expired, revoked or not ours (RFC 6750 §3.1; the words are Adobe's). */
export function invalidToken(): Response {
  const response = imsError(401, 'invalid_token', 'Invalid or expired token.')
  response.headers.set('www-authenticate', 'Bearer error="invalid_token"')
  return response
}

/** How long access tokens of this credential are valid. */
export function accessTokenLifetimeMs({ services }: ImsContext, credential: Credential): number {
  return credential.accessTokenLifetimeMs ?? services.behavior.accessTokenLifetimeMs
}

/**
 * `expires_in` as this version of IMS gives it: milliseconds in the first, seconds in the others, and always a
 * little less than the whole span, as in Adobe's samples (`86399985`, `86399`).
 */
export function expiresIn(context: ImsContext, credential: Credential): number {
  const lifetimeMs = accessTokenLifetimeMs(context, credential)
  return context.version === 'v1' ? lifetimeMs - 15 : Math.floor((lifetimeMs - 1) / 1000)
}

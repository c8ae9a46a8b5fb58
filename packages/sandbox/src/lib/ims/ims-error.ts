import { jsonAnswer } from '../wire/answer.ts'

/** The error body of IMS's JSON endpoints: RFC 6749 §5.2. */
export function imsError(status: number, error: string, description?: string): Response {
  return jsonAnswer(
    { error, ...(description === undefined ? {} : { error_description: description }) },
    { status, headers: { 'cache-control': 'no-store' } },
  )
}

/** A bearer token that is missing, expired, revoked or not ours (RFC 6750 §3.1; the words are Adobe's). */
export function invalidToken(): Response {
  const response = imsError(401, 'invalid_token', 'Invalid or expired token.')
  response.headers.set('www-authenticate', 'Bearer error="invalid_token"')
  return response
}

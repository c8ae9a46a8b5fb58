import { isMudbrickError, UnexpectedResponseError } from '@mudbrick/http'
import { createConsoleReport } from '../console-report.ts'
import type { ReportError } from '../error-context.ts'
import { isOf } from '../is-of.ts'
import { createProblemResponse } from '../problem-response.ts'
import { AccessTokenError } from './access-token-error.ts'

const reportOnConsole = createConsoleReport()

/** Says who is told when IMS is not available. */
export interface CreateTokenErrorResponseOptions {
  /** Called with the error when a token could not be checked. Writes to the console by default. */
  readonly onError?: ReportError | undefined
}

/**
 * Creates the response to a request whose token {@link TokenVerifier.verify} did not accept: 401 or 403
 * with `WWW-Authenticate`; or 503 with `Retry-After` when IMS is not available, so that the token could
 * not be checked. Any other error is a mistake in a program, and is thrown again.
 *
 * @throws the error itself
 *
 * @example
 * ```ts
 * export async function answer(request: Request): Promise<Response> {
 *   try {
 *     const { userId } = await verifier.verify(request)
 *     return Response.json({ userId })
 *   } catch (error) {
 *     return createTokenErrorResponse(error)
 *   }
 * }
 * ```
 */
export function createTokenErrorResponse(
  error: unknown,
  { onError = reportOnConsole }: CreateTokenErrorResponseOptions = {},
): Response {
  if (isOf(error, AccessTokenError)) {
    const { status, code, challenge } = error
    const headers = { 'www-authenticate': challenge }
    return createProblemResponse({ status, code, detail: details[status], headers })
  }
  if (!isOutage(error)) throw error
  onError(error, {})
  return createProblemResponse({
    status: 503,
    code: 'token_not_checked',
    detail: 'The access token cannot be checked at the moment: try again.',
    cause: error,
  })
}

/** The error's own message is for the developers of this server. */
const details = {
  401: 'The access token is missing or not accepted: get a new one.',
  403: 'The access token does not allow this call: get one for the right scope and organization.',
} as const

/** A page of a proxy in place of IMS's answer is an outage too. */
function isOutage(error: unknown): boolean {
  return (isMudbrickError(error) && error.retryable) || isOf(error, UnexpectedResponseError)
}

import { calculateRetryAfter } from './retry-after.ts'

/** Describes a response that reports a problem. */
export interface ProblemOptions {
  /** The HTTP status. */
  readonly status: number
  /** Names what happened, for programs. */
  readonly code: string
  /** Says what happened and what to do, for people. */
  readonly detail: string
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The error behind it; it decides the `Retry-After` of a 503, and nothing of it is shown. */
  readonly cause?: unknown
}

/**
 * Creates a response of this package that reports a problem. Its content type tells a program that it
 * does not come from the service behind a proxy.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function createProblemResponse({
  status,
  code,
  detail,
  headers,
  cause,
}: ProblemOptions): Response {
  return new Response(JSON.stringify({ status, code, detail }), {
    status,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      ...(status === 503 && { 'retry-after': calculateRetryAfter(cause) }),
      ...headers,
    },
  })
}

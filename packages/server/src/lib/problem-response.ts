/** What an answer says that is not the one asked for. */
export interface ProblemOptions {
  /** The HTTP status. */
  readonly status: number
  /** Names what happened, for programs. */
  readonly code: string
  /** Says what happened and what to do, for people. */
  readonly detail: string
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/**
 * An answer of ours that reports a problem; a program tells it by its type from those of a service.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function createProblemResponse({ status, code, detail, headers }: ProblemOptions): Response {
  return new Response(JSON.stringify({ status, code, detail }), {
    status,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  })
}

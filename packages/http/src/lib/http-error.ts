import { explains } from '@mudbrick/http/explains'
import { withheld } from './explain.ts'
import { MudbrickError } from './mudbrick-error.ts'
import { parseProblem, type Problem } from './problem.ts'
import type { ReceivedResponse } from './received-response.ts'

/** Reports that a service answered, and refused. */
export class HttpError extends MudbrickError {
  override get name(): string {
    return 'HttpError'
  }

  declare readonly code: 'http_error'
  /** Holds the request's method. */
  declare readonly method: string
  /** Holds the request's address, without its query. */
  declare readonly url: string
  /** Holds the HTTP status. */
  declare readonly status: number
  /** Holds the service's own name for this exchange, to quote when reporting a problem. */
  declare readonly requestId: string | undefined
  /** Holds how long the service asks to be left alone. */
  declare readonly retryAfterMs: number | undefined
  /** Holds what the service said, if it said it in JSON. */
  declare readonly problem: Problem | undefined

  constructor(received: ReceivedResponse, advise?: Advise) {
    const { method, url, status, requestId, retryAfterMs } = received
    const problem = parseProblem(received.text)
    super('http_error', explains && describe(received, problem, advise), {
      retryable: isRetryableStatus(status),
      needsInteraction: status === 401,
      method,
      url,
      status,
      requestId,
      retryAfterMs,
      problem,
    })
  }
}

/** Returns what to do about a refusal, as the end of a sentence; `undefined` for the default advice. */
export type Advise = (status: number, problem: Problem | undefined) => string | undefined

/** Returns whether the same request may get another answer later. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

const describe: (
  received: ReceivedResponse,
  problem: Problem | undefined,
  advise: Advise | undefined,
) => string = explains
  ? ({ method, url, status, requestId }, problem, advise) => {
      const said = problem?.detail ?? problem?.title
      return `${method} ${url} failed with HTTP ${status}${said ? `, ${JSON.stringify(said)}` : ''}${requestId ? ` (request ${requestId})` : ''}: ${advise?.(status, problem) ?? adviceFor(status)}.`
    }
  : withheld

const adviceFor: (status: number) => string = explains
  ? (status) => {
      if (isRetryableStatus(status)) return 'try again later'
      if (status === 401) return 'sign the user in again'
      if (status === 403) return 'check what the user and the client may do'
      return 'correct the request'
    }
  : withheld

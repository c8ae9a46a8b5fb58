import { explains } from '@mudbrick/http/explains'
import { explain, withheld } from './explain.ts'
import { MudbrickError } from './mudbrick-error.ts'
import { parseProblem, type Problem } from './problem.ts'
import type { ReceivedResponse } from './received-response.ts'

/** Reports that a service answered, and refused. */
export class HttpError extends MudbrickError {
  override get name(): string {
    return 'HttpError'
  }

  readonly code = 'http_error'
  override readonly retryable: boolean
  override readonly needsInteraction: boolean
  /** Holds the request's method. */
  readonly method: string
  /** Holds the request's address, without its query. */
  readonly url: string
  /** Holds the HTTP status. */
  readonly status: number
  /** Holds the service's own name for this exchange, to quote when reporting a problem. */
  readonly requestId: string | undefined
  /** Holds how long the service asks to be left alone. */
  readonly retryAfterMs: number | undefined
  /** Holds what the service said, if it said it in JSON. */
  readonly problem: Problem | undefined

  constructor(received: ReceivedResponse, advise?: Advise) {
    const { method, url, status, requestId, retryAfterMs } = received
    const problem = parseProblem(received.text)
    super(explain(`http_error (HTTP ${status})`, explains && describe(received, problem, advise)))
    this.method = method
    this.url = url
    this.status = status
    this.requestId = requestId
    this.retryAfterMs = retryAfterMs
    this.problem = problem
    this.retryable = isRetryableStatus(status)
    this.needsInteraction = status === 401
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

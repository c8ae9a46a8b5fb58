import type { SentRequest } from './sent-request.ts'

/** A response whose body has arrived. */
export interface ReceivedResponse extends SentRequest {
  /** The HTTP status. */
  readonly status: number
  /** Whether the status is one of success (2xx). */
  readonly ok: boolean
  /** The response's headers. */
  readonly headers: Headers
  /** The service's own name for this exchange, to quote when reporting a problem. */
  readonly requestId: string | undefined
  /** How long the service asks to be left alone (`Retry-After`). */
  readonly retryAfterMs: number | undefined
  /** The body; it is not enumerable, since it may hold a token. */
  readonly text: string
}

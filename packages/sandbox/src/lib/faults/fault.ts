import type { NoteHint } from '../journal/hints.ts'

/** Something that is to go wrong. */
export interface Fault {
  /**
   * Which requests: a method and a path, such as `POST /ims/token/*`. Either may be `*`, and a `*` at the
   * end of a path stands for all that follows. Preflights are spared unless `OPTIONS` is named.
   */
  readonly match: string
  /** Which of those requests: all that is named here has to agree. */
  readonly where?: FaultCondition
  /** The status to answer with; the body is then the service's own error, unless one is given. */
  readonly status?: number
  /** The error code of the service's own error body, such as `temporarily_unavailable`; the status is 400 unless given. */
  readonly error?: string
  /** The body to answer with, and its media type. */
  readonly body?: { readonly type: string; readonly text: string }
  /** The value of `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number
  /** How `Retry-After` is written: as seconds, which is the default, or as a date (RFC 9110 §10.2.3). */
  readonly retryAfterAs?: 'seconds' | 'date'
  /** Cuts the end off the body, so that JSON cannot be parsed; alone, the request is served first. */
  readonly malformedJson?: boolean
  /** Breaks the connection after that many bytes of the body; alone, the request is served first. */
  readonly truncateBodyAt?: number
  /** Ends the connection without an answer, and without serving the request. */
  readonly drop?: boolean
  /** Serves the request, with all that it changes, and then ends the connection without an answer. */
  readonly loseAnswer?: boolean
  /** How long to wait before anything else, in milliseconds; alone, the request is served afterwards. */
  readonly delayMs?: number | { readonly from: number; readonly to: number }
  /** How many requests it meets before it is spent; all of them by default. */
  readonly times?: number
  /** How long it goes on, by the sandbox's clock, after the first request that it meets; without end by default. */
  readonly lastsSeconds?: number
  /** How many matching requests it lets pass first. */
  readonly after?: number
  /** The probability that it applies to a matching request, from 0 to 1; 1 by default. */
  readonly probability?: number
}

/** What a request must have for a fault to apply. */
export interface FaultCondition {
  /** The client that the request names, by parameter, Basic credentials, bearer token or `x-api-key`. */
  readonly clientId?: string
  /** The parameter `grant_type`. */
  readonly grantType?: string
  /** The header `Origin`. */
  readonly origin?: string
}

/** A fault that a request meets. */
export interface MetFault extends ListedFault {
  /** When, by the sandbox's clock. */
  readonly metAt: number
}

/** A fault in force. */
export interface ListedFault extends Fault {
  /** The name by which the journal shows it. */
  readonly id: string
  /** How many requests have met it. */
  readonly met: number
}

/** What stands over a request on its way through a service. */
export interface Oversight {
  /** The fault that it is to meet. */
  readonly fault: MetFault | undefined
  readonly hint: NoteHint
}

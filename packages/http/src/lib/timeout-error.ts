import { explains } from '@mudbrick/http/explains'
import { MudbrickError } from './mudbrick-error.ts'
import type { SentRequest } from './sent-request.ts'

/** Reports a request whose response was not complete in time. */
export class TimeoutError extends MudbrickError {
  override get name(): 'TimeoutError' {
    return 'TimeoutError'
  }

  declare readonly code: 'timed_out'
  /** Holds the request's method. */
  declare readonly method: string
  /** Holds the request's address, without its query. */
  declare readonly url: string
  /** Holds the time that the request was given. */
  declare readonly timeoutMs: number

  /** @param option - what to raise for more time */
  constructor({ method, url }: SentRequest, timeoutMs: number, option = 'timeoutMs') {
    super(
      'timed_out',
      explains &&
        `${method} ${url} was not answered completely within ${timeoutMs} ms: try again, or raise ${option}.`,
      { retryable: true, method, url, timeoutMs },
    )
  }
}

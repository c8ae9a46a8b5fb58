import { explains } from '@mudbrick/http/explains'
import { explain } from './explain.ts'
import { MudbrickError } from './mudbrick-error.ts'
import type { SentRequest } from './sent-request.ts'

/** Reports a request whose response was not complete in time. */
export class TimeoutError extends MudbrickError {
  override get name(): 'TimeoutError' {
    return 'TimeoutError'
  }

  readonly code = 'timed_out'
  override readonly retryable = true
  /** Holds the request's method. */
  readonly method: string
  /** Holds the request's address, without its query. */
  readonly url: string
  /** Holds the time that the request was given. */
  readonly timeoutMs: number

  /** @param option - what to raise for more time */
  constructor({ method, url }: SentRequest, timeoutMs: number, option = 'timeoutMs') {
    super(
      explain(
        'timed_out',
        explains &&
          `${method} ${url} was not answered completely within ${timeoutMs} ms: try again, or raise ${option}.`,
      ),
    )
    this.method = method
    this.url = url
    this.timeoutMs = timeoutMs
  }
}

import { explains } from '@mudbrick/http/explains'
import { explain } from './explain.ts'
import { MudbrickError } from './mudbrick-error.ts'
import type { SentRequest } from './sent-request.ts'

/** Reports a request that got no response at all. */
export class NetworkError extends MudbrickError {
  override get name(): 'NetworkError' {
    return 'NetworkError'
  }

  readonly code = 'network_failed'
  override readonly retryable = true
  /** Holds the request's method. */
  readonly method: string
  /** Holds the request's address, without its query. */
  readonly url: string

  constructor({ method, url }: SentRequest, options?: ErrorOptions) {
    // A browser reports a CORS refusal and a lost connection in the same way.
    super(
      explain(
        'network_failed',
        explains &&
          `${method} ${url} got no response: check the connection, the address and its certificate, and in a browser that the service's CORS policy allows this origin.`,
      ),
      options,
    )
    this.method = method
    this.url = url
  }
}

import { explains } from '@mudbrick/http/explains'
import { MudbrickError } from './mudbrick-error.ts'
import type { SentRequest } from './sent-request.ts'

/** Reports a request that got no response at all. */
export class NetworkError extends MudbrickError {
  override get name(): 'NetworkError' {
    return 'NetworkError'
  }

  declare readonly code: 'network_failed'
  /** Holds the request's method. */
  declare readonly method: string
  /** Holds the request's address, without its query. */
  declare readonly url: string

  constructor({ method, url }: SentRequest, options?: ErrorOptions) {
    super(
      'network_failed',
      // A browser reports a CORS refusal and a lost connection in the same way.
      explains &&
        `${method} ${url} got no response: check the connection, the address and its certificate, and in a browser that the service's CORS policy allows this origin.`,
      { ...options, retryable: true, method, url },
    )
  }
}

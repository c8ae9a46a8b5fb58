import { type HttpError, MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { explain, withheld } from '@mudbrick/http/internal'

/**
 * Reports that the token or revocation endpoint refused, in the protocol's own words.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export class TokenResponseError extends MudbrickError {
  override get name(): 'TokenResponseError' {
    return 'TokenResponseError'
  }

  readonly code = 'token_error'
  override readonly retryable: boolean
  override readonly needsInteraction: boolean
  /** Holds the server's code, such as `invalid_grant`. */
  readonly error: string
  /** Holds the server's explanation, for the developer. */
  readonly errorDescription: string | undefined
  /** Holds the HTTP status. */
  readonly status: number
  /** Holds the server's own name for this exchange, to quote when reporting a problem. */
  readonly requestId: string | undefined
  /** Holds how long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined

  constructor({ method, url, status, requestId, retryAfterMs, retryable, problem }: HttpError) {
    const error = String(problem?.error)
    super(
      explain(
        `token_error (${error})`,
        explains &&
          `${method} ${url} failed with ${error} (HTTP ${status}): ${adviceFor(error, retryable)}.`,
      ),
    )
    this.error = error
    this.errorDescription = problem?.error_description?.toString()
    this.status = status
    this.requestId = requestId
    this.retryAfterMs = retryAfterMs
    this.retryable = retryable
    this.needsInteraction = error === 'invalid_grant'
  }
}

const adviceFor: (error: string, retryable: boolean) => string = explains
  ? (error, retryable) => {
      if (retryable) return 'try again later'
      if (
        /^(invalid_client|unauthorized_client|invalid_scope|unsupported_grant_type)$/.test(error)
      ) {
        return "compare client id, secret, scopes and credential type with the server's registration"
      }
      return 'sign the user in again'
    }
  : withheld

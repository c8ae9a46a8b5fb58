import { type HttpError, MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { withheld } from '@mudbrick/http/internal'

/**
 * Reports that the token or revocation endpoint refused, in the protocol's own words.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export class TokenResponseError extends MudbrickError {
  override get name(): 'TokenResponseError' {
    return 'TokenResponseError'
  }

  declare readonly code: 'token_error'
  /** Holds the server's code, such as `invalid_grant`. */
  declare readonly error: string
  /** Holds the server's explanation, for the developer. */
  declare readonly errorDescription: string | undefined
  /** Holds the HTTP status. */
  declare readonly status: number
  /** Holds the server's own name for this exchange, to quote when reporting a problem. */
  declare readonly requestId: string | undefined
  /** Holds how long the server asks to be left alone. */
  declare readonly retryAfterMs: number | undefined

  constructor({ method, url, status, requestId, retryAfterMs, retryable, problem }: HttpError) {
    const error = String(problem?.error)
    super(
      'token_error',
      explains &&
        `${method} ${url} failed with ${error} (HTTP ${status}): ${adviceFor(error, retryable)}.`,
      {
        retryable,
        needsInteraction: error === 'invalid_grant',
        error,
        errorDescription: problem?.error_description?.toString(),
        status,
        requestId,
        retryAfterMs,
      },
    )
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

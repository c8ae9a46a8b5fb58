import { MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { quoteText, withheld } from '@mudbrick/http/internal'

/**
 * Reports that the user or the server declined the authorization request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export class AuthorizationResponseError extends MudbrickError {
  override get name(): 'AuthorizationResponseError' {
    return 'AuthorizationResponseError'
  }

  declare readonly code: 'authorization_error'
  /** Holds the server's code, such as `access_denied`. */
  declare readonly error: string
  /** Holds the server's explanation, for the developer. */
  declare readonly errorDescription: string | undefined
  /** Holds the address of a page about the error; it came from outside, so check before linking. */
  declare readonly errorUri: string | undefined

  constructor(parameters: URLSearchParams) {
    const read = (name: string): string | undefined => {
      const value = parameters.get(name)
      return value === null ? undefined : quoteText(value)
    }
    const error = read('error') ?? ''
    super(
      'authorization_error',
      explains && `The authorization request ended with ${error}: ${adviceFor(error)}.`,
      {
        retryable: /^(server_error|temporarily_unavailable)$/.test(error),
        needsInteraction: error.endsWith('_required'),
        error,
        errorDescription: read('error_description'),
        errorUri: read('error_uri'),
      },
    )
  }
}

const adviceFor: (error: string) => string = explains
  ? (error) => {
      if (error === 'access_denied') return 'offer to sign in again, since consent was refused'
      if (error === 'invalid_scope') return 'ask only for scopes that the credential owns'
      if (error.endsWith('_required')) return 'sign in with the user present, without prompt=none'
      return 'show it to the user and offer to sign in again'
    }
  : withheld

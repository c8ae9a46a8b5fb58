import { isMudbrickError } from '@mudbrick/oauth'

/**
 * What a failure of the token endpoint means for what is stored: `sign-in-required` makes it
 * worthless; `misconfigured` leaves it good until the app's registration is corrected;
 * `transient` leaves it good, and the call may be repeated later.
 */
export type TokenFailure = 'sign-in-required' | 'misconfigured' | 'transient'

/** `access_denied` is what IMS says of an unknown code, where RFC 6749 §5.2 has `invalid_grant`. */
const signInErrors = ['invalid_grant', 'access_denied', 'invalid_token']
const registrationErrors = [
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'unsupported_grant_type',
]

/**
 * Classifies what a call of the token endpoint rejected with, by the code that the endpoint gave and
 * never by its prose. An unknown code is `transient`: a caller that meets one again and again
 * should ask for a sign-in.
 */
export function classifyTokenFailure(error: unknown): TokenFailure {
  if (!isMudbrickError(error) || error.retryable) return 'transient'
  const reason = error.code === 'token_error' && 'error' in error ? error.error : undefined
  if (signInErrors.some((known) => known === reason)) return 'sign-in-required'
  const isRegistration = registrationErrors.some((known) => known === reason)
  return isRegistration || error.name === 'ConfigurationError' ? 'misconfigured' : 'transient'
}

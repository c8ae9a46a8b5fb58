/**
 * The base of every error that Mudbrick throws on purpose. A mistake in Mudbrick itself, and the
 * reason of an aborted signal, are never wrapped in one.
 */
export abstract class MudbrickError extends Error {
  /** What went wrong, in a form that does not change between releases. */
  abstract readonly code: string
  /** Whether the same call may succeed later, without a change. */
  readonly retryable: boolean = false
  /** Whether only the user can help, by signing in or consenting. */
  readonly needsInteraction: boolean = false
}

/**
 * Recognises Mudbrick's errors, also those of another copy of the package or of another realm,
 * where `instanceof` would fail.
 */
export function isMudbrickError(error: unknown): error is MudbrickError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    'retryable' in error &&
    typeof error.retryable === 'boolean' &&
    'needsInteraction' in error &&
    typeof error.needsInteraction === 'boolean'
  )
}

import { explain } from './explain.ts'

/**
 * The base of every error that Mudbrick throws on purpose. A mistake in Mudbrick itself, and the
 * reason of an aborted signal, are never wrapped in one.
 */
export abstract class MudbrickError extends Error {
  /** What went wrong, in a form that does not change between releases. */
  declare readonly code: string
  /** Whether the same call may succeed later, without a change. */
  declare readonly retryable: boolean
  /** Whether only the user can help, by signing in or consenting. */
  declare readonly needsInteraction: boolean

  /**
   * @param sentence - what happened and what to do; where sentences are left out it is `false`
   * @param details - the further properties of the error, and its cause
   */
  constructor(code: string, sentence: string | false, { cause, ...details }: ErrorDetails = {}) {
    super(explain(code, sentence), cause === undefined ? undefined : { cause })
    Object.assign(this, { code, retryable: false, needsInteraction: false }, details)
  }
}

/** What an error tells besides its code and its message. */
export interface ErrorDetails extends ErrorOptions {
  /** A property of the error. */
  readonly [property: string]: unknown
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

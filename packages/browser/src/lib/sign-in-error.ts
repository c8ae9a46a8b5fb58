import { type ImsFailure, isMudbrickError } from '@mudbrick/ims'
import type { PopupError } from './popup-error.ts'
import type { RedirectError } from './redirect-error.ts'

/** Everything that a call of a session rejects with on purpose; tell them apart by `code`. */
export type SignInError = ImsFailure | PopupError | RedirectError

/**
 * Recognises a {@link SignInError}; what else is caught is the reason of an aborted signal, or a
 * mistake in a program.
 */
export function isSignInError(error: unknown): error is SignInError {
  return isMudbrickError(error)
}

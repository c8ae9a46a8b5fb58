import { isSignInError, type SignInError } from '@mudbrick/browser'

/** What to offer a user, and what to say. */
export interface FailureAdvice {
  readonly offer: 'sign in' | 'try again' | 'nothing'
  readonly message: string
}

export function adviseOn(error: unknown): FailureAdvice {
  // What is no SignInError is the reason of an aborted signal, or a mistake in a program.
  if (!isSignInError(error)) throw error
  return { offer: offerFor(error), message: messageFor(error) }
}

function offerFor({ needsInteraction, retryable }: SignInError): FailureAdvice['offer'] {
  if (needsInteraction) return 'sign in'
  return retryable ? 'try again' : 'nothing'
}

// Without Partial the compiler asks for every code.
const ownWords: Partial<Record<SignInError['code'], string>> = {
  network_failed: 'Adobe cannot be reached. Check the connection.',
  timed_out: 'Adobe does not answer. Try again in a moment.',
  popup_blocked: 'Allow this site to open windows, then sign in again.',
}

function messageFor(error: SignInError): string {
  if (error.code === 'authorization_error' && error.error === 'access_denied') {
    return 'You did not give your consent.'
  }
  return ownWords[error.code] ?? error.message
}

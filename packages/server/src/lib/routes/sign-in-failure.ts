import { AuthorizationResponseError, isMudbrickError, TransactionError } from '@mudbrick/ims'
import { createFailurePage, type FailurePage } from './failure-page.ts'
import type { RoutesContext } from './routes-context.ts'

/** Tells the user why a sign-in came to nothing, and the operator where that is news to them. */
export function createSignInFailure(
  { address, onError }: Pick<RoutesContext, 'address' | 'onError'>,
  error: unknown,
  returnTo = '/',
): Response {
  if (isNewsToOperator(error)) onError(error)
  const query = returnTo === '/' ? '' : `?${new URLSearchParams({ returnTo })}`
  const href = address.paths.signIn + query
  return createFailurePage({ ...describe(error), href, link: 'Sign in again' })
}

/** Users change their minds, and come back late or twice; that says nothing about the app. */
function isNewsToOperator(error: unknown): boolean {
  return !isDenial(error) && !(isOf(error, TransactionError) && staleCodes.includes(error.code))
}

const staleCodes = ['transaction_missing', 'transaction_expired', 'state_mismatch']

function describe(error: unknown): Pick<FailurePage, 'status' | 'title' | 'sentence'> {
  if (isDenial(error)) {
    return {
      status: 403,
      title: 'You are not signed in',
      sentence: 'You or your organization did not allow this app to use your Adobe account.',
    }
  }
  if (isOf(error, TransactionError)) {
    return {
      status: 400,
      title: 'This sign-in is no longer good',
      sentence:
        'It was begun in another browser, more than ten minutes ago, or has been used already.',
    }
  }
  if (isMudbrickError(error) && error.retryable) {
    return {
      status: 503,
      title: 'Signing in does not work at the moment',
      sentence: 'Something that it needs does not answer; please try again in a minute.',
    }
  }
  if (isMudbrickError(error) && error.needsInteraction) {
    return {
      status: 400,
      title: 'This sign-in is no longer good',
      sentence: 'Adobe did not accept it; please begin a new one.',
    }
  }
  return {
    status: 500,
    title: 'Signing in does not work',
    sentence: 'Something is wrong with how this app is set up; its operator has been told.',
  }
}

function isDenial(error: unknown): boolean {
  return isOf(error, AuthorizationResponseError) && error.error === 'access_denied'
}

/** Recognises an error of this class, also one of another copy of its package. */
function isOf<Failure extends Error>(
  error: unknown,
  { prototype }: { readonly prototype: Failure },
): error is Failure {
  return isMudbrickError(error) && error.name === prototype.name
}

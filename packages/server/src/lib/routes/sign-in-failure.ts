import { AuthorizationResponseError, isMudbrickError, TransactionError } from '@mudbrick/ims'
import { isOf } from '../is-of.ts'
import type { SignInOutcome } from '../server-event.ts'
import { maxAttempts } from './attempt-cookies.ts'
import { createFailurePage, type FailurePage } from './failure-page.ts'
import type { RoutesContext } from './routes-context.ts'

type FailureContext = Pick<RoutesContext, 'address' | 'emit' | 'onError'>

/** Tells the user why a sign-in failed, and the operator when that says something about the app. */
export function createSignInFailure(
  { address, emit, onError }: FailureContext,
  error: unknown,
  returnTo: string = address.home,
): Response {
  if (isNewsToOperator(error)) onError(error)
  const { outcome, ...page } = describe(error)
  emit({ type: 'sign-in', outcome })
  return createFailurePage({
    ...page,
    ...createLink({ address }, returnTo),
    cause: error,
  })
}

/** Tells the user that a sign-in had to make room for newer ones. */
export function createReplacedPage(context: Pick<RoutesContext, 'address' | 'emit'>): Response {
  context.emit({ type: 'sign-in', outcome: 'stale' })
  return createFailurePage({
    status: 400,
    title: 'Too many sign-ins at once',
    sentence: `This browser has room for ${maxAttempts} sign-ins at once, fewer with long addresses, so this one was replaced by a newer one. Please sign in again.`,
    ...createLink(context, context.address.home),
  })
}

function createLink(
  { address }: Pick<RoutesContext, 'address'>,
  returnTo: string,
): Pick<FailurePage, 'href' | 'link'> {
  const query = returnTo === address.home ? '' : `?${new URLSearchParams({ returnTo })}`
  return { href: address.paths.signIn + query, link: 'Sign in again' }
}

/** Users change their minds, and come back late or twice; that says nothing about the app. */
function isNewsToOperator(error: unknown): boolean {
  return !isDenial(error) && !(isOf(error, TransactionError) && staleCodes.includes(error.code))
}

const staleCodes = ['transaction_missing', 'transaction_expired', 'state_mismatch']

type Description = Pick<FailurePage, 'status' | 'title' | 'sentence'> & {
  readonly outcome: SignInOutcome
}

function describe(error: unknown): Description {
  if (isDenial(error)) {
    return {
      outcome: 'denied',
      status: 403,
      title: 'You are not signed in',
      sentence: 'You or your organization did not allow this app to use your Adobe account.',
    }
  }
  if (isOf(error, TransactionError)) {
    return {
      outcome: 'stale',
      status: 400,
      title: 'This sign-in is no longer valid',
      sentence:
        'It was begun in another browser or more than ten minutes ago, or it was used already.',
    }
  }
  if (isMudbrickError(error) && error.retryable) {
    return {
      outcome: 'unavailable',
      status: 503,
      title: 'Signing in does not work at the moment',
      sentence: 'A service that it needs does not answer; please try again in a minute.',
    }
  }
  if (isOf(error, AuthorizationResponseError)) {
    return {
      outcome: 'failed',
      status: 400,
      title: 'Adobe did not sign you in',
      sentence: `${describeCode(error)}. Please try again; if it happens again, tell the operator of this app.`,
    }
  }
  if (isMudbrickError(error) && error.needsInteraction) {
    return {
      outcome: 'stale',
      status: 400,
      title: 'This sign-in is no longer valid',
      sentence: 'Adobe did not accept it; please begin a new one.',
    }
  }
  return {
    outcome: 'failed',
    status: 500,
    title: 'Signing in does not work',
    sentence: 'Something is wrong with how this app is set up; its operator has been told.',
  }
}

/** Shows a code, and nothing that reads like a message: anyone can write the address. */
function describeCode({ error }: AuthorizationResponseError): string {
  return /^[a-z_]{1,40}$/.test(error)
    ? `Adobe ended the sign-in with the error ${error}`
    : 'Adobe ended the sign-in with an error'
}

function isDenial(error: unknown): boolean {
  return isOf(error, AuthorizationResponseError) && error.error === 'access_denied'
}

import {
  AuthorizationResponseError,
  isSignInError,
  type SignInError,
  TokenResponseError,
  TransactionError,
} from '@mudbrick/browser'

import type { Configuration } from './configuration.ts'
import type { Failure } from './failure.ts'

/** Says, in the user's words, why a sign-in did not come to an end. */
export function describeSignInFailure(
  error: SignInError,
  configuration: Configuration,
  pageOrigin: string,
): Failure {
  if (error instanceof AuthorizationResponseError) return describeRefusal(error)
  if (error instanceof TransactionError) {
    return describeStrayAnswer(error, new URL(configuration.redirectUri).origin, pageOrigin)
  }
  if (error instanceof TokenResponseError) return describeTokenRefusal(error)
  // The exchange of the code says why it failed in its cause.
  const reason = error.code === 'exchange_failed' ? error.cause : error
  if (isSignInError(reason) && reason.code === 'network_failed') {
    return describeSilence(new URL(configuration.tokenEndpoint).origin, pageOrigin)
  }
  return {
    title: 'The sign-in failed',
    explanation: error.message,
    advice: ['Sign in again; if it fails in the same way, report this sentence.'],
  }
}

function describeRefusal({ error, errorDescription }: AuthorizationResponseError): Failure {
  const said = errorDescription ? `${error}: ${errorDescription}` : error
  if (error === 'access_denied') {
    return {
      title: 'You were not signed in',
      explanation:
        'Adobe IMS reports that access was refused (access_denied): without your consent this app can read nothing for you.',
      advice: ['If you cancelled by mistake, sign in again and allow the access.'],
    }
  }
  if (error === 'invalid_scope') {
    return {
      title: 'A scope is not allowed',
      explanation: `Adobe IMS refused the scopes that this app asks for (${said}).`,
      advice: [
        'Compare REACT_APP_ADC_SCOPES, letter for letter, with the scopes that Developer Console lists for the credential.',
      ],
    }
  }
  return {
    title: 'Adobe IMS declined the sign-in',
    explanation: `It answered ${said}.`,
    advice: [
      'Sign in again; if it is declined again, show this sentence to the operator of the app.',
    ],
  }
}

function describeStrayAnswer(
  error: TransactionError,
  redirectOrigin: string,
  pageOrigin: string,
): Failure {
  if (error.code === 'transaction_expired') {
    return {
      title: 'The sign-in took too long',
      explanation: 'More than an hour lies between its start and its end.',
      advice: ['Sign in again.'],
    }
  }
  if (error.code === 'transaction_missing') {
    return {
      title: 'No sign-in is waiting here',
      explanation:
        'This page finishes a sign-in that was started in the same tab. It was opened from a bookmark, a second time, or at another address than the sign-in was started at.',
      advice: [
        'Sign in again: that starts a new one.',
        redirectOrigin === pageOrigin
          ? `Open the app at ${pageOrigin} only: localhost, 127.0.0.1 and another port are other addresses to a browser.`
          : `This page is at ${pageOrigin}, but the redirect URI leads to ${redirectOrigin}: open the app there.`,
      ],
    }
  }
  return {
    title: 'This answer belongs to another sign-in',
    explanation: error.message,
    advice: ['Sign in again. Nothing was taken over from the answer.'],
  }
}

function describeTokenRefusal({ error, requestId }: TokenResponseError): Failure {
  if (error === 'invalid_grant' || error === 'access_denied') {
    return {
      title: 'The sign-in has to be repeated',
      explanation: `Adobe IMS did not take the authorization code (${error}): each one works once, and for a few minutes only.`,
      advice: ['Sign in again.'],
      requestId,
    }
  }
  return {
    title: 'Adobe IMS does not accept this app',
    explanation: `It answered ${error} to the request for an access token.`,
    advice: [
      'Compare REACT_APP_ADC_CLIENT_ID and REACT_APP_ADC_SCOPES with the credential in Developer Console.',
      'The credential must be an OAuth Single-Page App: the other types need a secret.',
    ],
    requestId,
  }
}

function describeSilence(imsOrigin: string, pageOrigin: string): Failure {
  return {
    title: 'Adobe IMS could not be reached',
    explanation: `The browser got no answer from ${imsOrigin} that this page may read.`,
    advice: [
      `IMS answers pages of registered redirect URIs only: one of the credential's must begin with ${pageOrigin}.`,
      'Then sign in again.',
    ],
    origin: imsOrigin,
  }
}

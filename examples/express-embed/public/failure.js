// @ts-check
import { isSignInError } from './standalone.js'
import { ims } from './session.js'

/**
 * Says in the user's words why something did not work, and what to do.
 * @param {unknown} error
 * @returns {{ title: string, text: string, advice: string, link?: string }}
 */
export function describeFailure(error) {
  if (!isSignInError(error)) {
    return {
      title: 'That did not work',
      text: error instanceof Error ? error.message : String(error),
      advice: 'Try again; if it fails in the same way, report this sentence.',
    }
  }
  if (error.code === 'authorization_error') return describeRefusal(error.error)
  if (error.code === 'popup_blocked') {
    return {
      title: 'The browser blocked the sign-in window',
      text: 'You are asked to sign in in a window of its own, and this browser did not open it.',
      advice:
        'Allow popups for this page, in the address bar or the browser’s settings, and try again.',
    }
  }
  if (error.code === 'popup_closed' || error.code === 'popup_timed_out') {
    return {
      title:
        error.code === 'popup_closed'
          ? 'The sign-in window was closed'
          : 'The sign-in took too long',
      text: 'No user is signed in, so nothing was done.',
      advice: 'Try again, and finish in the window that opens.',
    }
  }
  // The exchange of the code says why it failed in its cause.
  const reason = error.code === 'exchange_failed' ? error.cause : error
  if (isSignInError(reason) && reason.code === 'network_failed') {
    return {
      title: 'Adobe IMS could not be reached',
      text: 'The browser got no answer from it that this page may read.',
      advice:
        'If this is the local sandbox, the browser may not accept its certificate yet: open it once, go on past the warning, and try again.',
      link: new URL(ims.environment.tokenEndpoint).origin,
    }
  }
  return { title: 'The sign-in failed', text: error.message, advice: 'Try again.' }
}

/** @param {string} error */
function describeRefusal(error) {
  if (error === 'access_denied') {
    return {
      title: 'You did not allow the access',
      text: 'Without it this page can do nothing for you.',
      advice: 'If that was a mistake, try again and allow it.',
    }
  }
  return {
    title: 'Adobe IMS declined the sign-in',
    text: `It answered ${error}.`,
    advice:
      'Compare EXPRESS_CLIENT_ID and EXPRESS_SCOPES with the credential in Developer Console.',
  }
}

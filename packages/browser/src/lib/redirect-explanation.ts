/** What a redirect page has to tell the user; it holds nothing of the response. */
export interface RedirectExplanation {
  /** Tells the cases apart. */
  readonly code: 'no_response' | 'not_acknowledged' | 'window_open'
  /** Says in a few words what happened. */
  readonly title: string
  /** Says why, and what to do. */
  readonly paragraphs: readonly string[]
}

/** No page of this origin has taken the response. */
export function explainMissingApp({ origin, pathname }: URL): RedirectExplanation {
  return {
    code: 'not_acknowledged',
    title: 'The sign-in did not reach the app',
    paragraphs: [
      `Adobe has answered in this window, at ${origin}, but no page of the app at that address has asked for it, so you are not signed in yet.`,
      `Usually the app is open at another address: to a browser, localhost, 127.0.0.1 and each port are separate sites. Adobe IMS sends people to the credential's default redirect URI when the one that the app asked for matches none of its redirect URI patterns. Open the app at ${origin}, or register the address of the app's own redirect page, which ends in ${pathname}, as a pattern.`,
      'Otherwise the app was closed meanwhile, or runs inside a page of another site: open it again, close this window, and sign in there.',
    ],
  }
}

/** The page was opened directly, from a bookmark, or reloaded. */
export function explainMissingResponse({ origin }: URL): RedirectExplanation {
  return {
    code: 'no_response',
    title: 'There is no sign-in to finish here',
    paragraphs: [
      `Adobe IMS brings people to this page of ${origin} when they have signed in. This time its address holds no answer: it was opened directly, or loaded a second time.`,
      'Close this window and sign in from the app.',
    ],
  }
}

/** The browser does not let the window close itself. */
export function explainOpenWindow(): RedirectExplanation {
  return {
    code: 'window_open',
    title: 'You can close this window',
    paragraphs: ['The app has received the answer and continues.'],
  }
}

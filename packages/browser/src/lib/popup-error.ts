import { explains } from '@mudbrick/http/explains'
import { withheld } from '@mudbrick/http/internal'
import { MudbrickError } from '@mudbrick/ims'

/** Names the ways in which a sign-in in a window of its own can fail. */
export type PopupErrorCode = 'popup_blocked' | 'popup_closed' | 'popup_timed_out'

const messages: Readonly<Record<PopupErrorCode, string>> = explains
  ? {
      popup_blocked:
        'The browser did not open a window for the sign-in: call signInWithPopup() right in a click, before anything asynchronous, and have the user allow popups for this site, or use session.signIn(), which needs none.',
      popup_closed:
        'The window was closed before the sign-in was finished: offer the sign-in again.',
      popup_timed_out: 'The sign-in was not finished in its window in time: offer it again.',
    }
  : withheld

/** Reports that the window of a sign-in could not be opened, or came to nothing. */
export class PopupError extends MudbrickError {
  override get name(): 'PopupError' {
    return 'PopupError'
  }

  /** Says what became of the window. */
  declare readonly code: PopupErrorCode

  constructor(code: PopupErrorCode) {
    super(code, messages[code], { needsInteraction: true })
  }
}

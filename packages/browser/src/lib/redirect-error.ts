import { explains } from '@mudbrick/http/explains'
import { withheld } from '@mudbrick/http/internal'
import { MudbrickError } from '@mudbrick/ims'

/** Names the reasons for which a sign-in by redirect cannot work. */
export type RedirectErrorCode = 'embedded_page' | 'storage_unavailable'

const messages: Readonly<Record<RedirectErrorCode, string>> = explains
  ? {
      embedded_page:
        'The page runs in a frame of another site, where Adobe IMS does not show its sign-in page: use signInWithPopup(), which opens a window of its own, or open the app itself in one.',
      storage_unavailable:
        'The browser keeps nothing for this page, so that the answer to a sign-in by redirect could not be checked: have the user allow site data for this address, or use signInWithPopup(), which stays on the page.',
    }
  : withheld

/** Reports that a sign-in by redirect cannot work in this page; the page was not left. */
export class RedirectError extends MudbrickError {
  override get name(): 'RedirectError' {
    return 'RedirectError'
  }

  /** Says why. */
  declare readonly code: RedirectErrorCode

  constructor(code: RedirectErrorCode) {
    super(code, messages[code], { needsInteraction: true })
  }
}

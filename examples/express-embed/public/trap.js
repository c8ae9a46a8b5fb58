// @ts-check
import { createSession, signInWithPopup } from './standalone.js'
import { createParagraph } from './elements.js'
import { createClient } from './session.js'

/**
 * Asks IMS to answer at an address that no pattern of the credential matches. It answers at the
 * default redirect URI, on another origin, whose page cannot reach this one and says so.
 * @param {(...content: Node[]) => void} show
 */
export async function springTrap(show) {
  const session = createSession({
    ims: createClient('/not-registered.html'),
    allowedOrigins: [],
    storage: 'memory',
  })
  const finished = signInWithPopup(session)
  show(
    createParagraph(
      'Look at the window: after signing in it stays open, at the default redirect URI, and says why. Close it to go on here.',
    ),
  )
  try {
    await finished
    show(
      createParagraph(
        'You are signed in: this page is itself at the origin of the default redirect URI.',
      ),
    )
  } catch (error) {
    if (!isClosed(error)) throw error
    show(
      createParagraph(
        'The window was closed and no user was signed in by it. In an app of your own, register the redirect URI that it asks for, letter for letter, as a pattern in Adobe Developer Console.',
      ),
    )
  }
}

/** @param {unknown} error */
function isClosed(error) {
  return error instanceof Error && 'code' in error && error.code === 'popup_closed'
}

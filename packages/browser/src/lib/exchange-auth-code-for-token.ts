import type { Clock } from '@mudbrick/http'
import { systemClock } from '@mudbrick/http/internal'
import { takeAuthorizationResponse } from './authorization-response.ts'
import { explainInDocument, getDefaultRedirectPage } from './defaults.ts'
import { offerResponse } from './popup-relay.ts'
import {
  explainMissingApp,
  explainMissingResponse,
  explainOpenWindow,
  type RedirectExplanation,
} from './redirect-explanation.ts'
import { keepArrival } from './redirect-handover.ts'
import type { RedirectPage } from './page.ts'
import { createStorageWithFallback } from './storage.ts'

// Longer than any browser needs to close a window that it lets close.
const closingMs = 500

/** Says how the redirect page of a popup works. */
export interface ExchangeAuthCodeForTokenOptions {
  /** Tells the user what went wrong, in the page's own look; plain text in the page by default. */
  readonly explain?: ((explanation: RedirectExplanation) => void) | undefined
  /** The window of the redirect page; the real one by default. */
  readonly page?: RedirectPage | undefined
  /** Measures the time; the machine's clock by default. */
  readonly clock?: Clock | undefined
}

/**
 * Ends a sign-in on a redirect page that needs no configuration: takes IMS's answer out of the address
 * bar. In a popup it hands the answer to the page that opened it, where the code is exchanged for a
 * token, and closes the window. After `session.signIn()` it goes back to the app, whose session
 * finishes the sign-in. Where neither can be done, the page says why. The name is the one of Adobe's
 * tutorial. It never rejects; on a server it does nothing.
 *
 * @example
 * ```ts
 * await exchangeAuthCodeForToken()
 * ```
 */
export async function exchangeAuthCodeForToken({
  explain = explainInDocument,
  page = getDefaultRedirectPage(),
  clock = systemClock,
}: ExchangeAuthCodeForTokenOptions = {}): Promise<void> {
  if (!page) return
  const response = takeAuthorizationResponse(page)
  const address = page.getAddress()
  if (!response) return explain(explainMissingResponse(address))

  const storage = createStorageWithFallback(page.openSessionStorage, () => {})
  const returnTo = keepArrival(storage, { response, arrivedAt: address })
  if (returnTo !== undefined) return page.leaveFor(new URL(returnTo, address.origin))

  const onSilence = (): void => explain(explainMissingApp(address))
  if (!(await offerResponse(response, { page, clock, onSilence }))) return
  page.close()
  // Only a window that the browser keeps open gets there.
  clock.setTimer(() => explain(explainOpenWindow()), closingMs)
}

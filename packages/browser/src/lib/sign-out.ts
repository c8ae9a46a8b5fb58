import { createLogoutUrl, revokeToken } from '@mudbrick/ims'
import { parseReturnTo } from './return-to.ts'
import type { SessionContext } from './session-context.ts'

// Nobody who has asked to leave waits longer.
const revocationTimeoutMs = 3_000

/** Says where signing out leads. */
export interface SignOutOptions {
  /** Where in this app IMS sends the user afterwards: a path; `/` unless told. */
  readonly returnTo?: string | undefined
}

/** How signing out went. */
export interface SignOutResult {
  /** Tells whether IMS has confirmed that it revoked the access token. */
  readonly isRevoked: boolean
}

/** Forgets the session, revokes its token, and leaves for IMS to end the browser session there. */
export async function signOut(
  context: SessionContext,
  { returnTo = '/' }: SignOutOptions,
): Promise<SignOutResult> {
  const { ims, page, held, pendingSignIns } = context
  const { origin } = page.getAddress()
  const logoutUrl = createLogoutUrl(ims, { redirectUri: origin + parseReturnTo(returnTo, origin) })
  const accessToken = held.getAccessToken()
  // Forgotten first: a user who closes the tab while IMS is being asked is signed out nevertheless.
  pendingSignIns.clear()
  held.clear()
  const isRevoked = accessToken !== undefined && (await revoke(context, accessToken))
  page.navigate(logoutUrl)
  return { isRevoked }
}

async function revoke({ ims, warn }: SessionContext, accessToken: string): Promise<boolean> {
  try {
    await revokeToken(ims, accessToken, { timeoutMs: revocationTimeoutMs })
    return true
  } catch (cause) {
    warn({ code: 'revocation_failed', message, cause })
    return false
  }
}

const message =
  'IMS did not confirm that it revoked the access token, which may stay valid until it expires: this browser has forgotten it. IMS answers only the origins of the redirect URIs that are registered for the credential.'

import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import { createLogoutUrl, revokeToken } from '@mudbrick/ims'
import { forgetDeparture } from './redirect-handover.ts'
import { parseReturnTo } from './return-paths.ts'
import type { SessionCore } from './session-core.ts'
import { getUsableToken } from './session-state.ts'
import { publishSession } from './session-sync.ts'
import type { SignOutOptions, SignOutResult } from './session.ts'

// A user who has asked to leave does not wait longer.
const revocationTimeoutMs = 3_000

/** Forgets the session, revokes its tokens, and leaves for IMS to end the browser session there. */
export async function signOut(
  core: SessionCore,
  { returnTo = core.returnPaths.getBasePath() }: SignOutOptions,
): Promise<SignOutResult> {
  const { ims, page, record, pendingSignIns, returnPaths, tabStorage } = core
  const { origin } = page.getAddress()
  const logoutUrl = createLogoutUrl(ims, { redirectUri: origin + parseReturnTo(returnTo, origin) })
  const tokens = [getUsableToken(core), record?.refreshToken]
  // Forgotten first: a user who closes the tab while IMS is being asked is signed out nevertheless.
  pendingSignIns.clear()
  returnPaths.forget()
  forgetDeparture(tabStorage)
  publishSession(core, undefined)
  const known = tokens.filter((token) => token !== undefined)
  const revocations = await Promise.all(known.map((token) => revoke(core, token)))
  page.navigate(logoutUrl)
  return { isRevoked: known.length > 0 && revocations.every(Boolean) }
}

async function revoke({ ims, warn }: SessionCore, token: string): Promise<boolean> {
  try {
    await revokeToken(ims, token, { timeoutMs: revocationTimeoutMs })
    return true
  } catch (cause) {
    warn({ code: 'revocation_failed', message, cause })
    return false
  }
}

const message = explain(
  'revocation_failed',
  explains &&
    'IMS did not confirm that it revoked a token, which may stay valid until it expires: this browser has forgotten it. IMS answers only the origins of the redirect URIs that are registered for the credential.',
)

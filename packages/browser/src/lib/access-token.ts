import { raceAbort } from '@mudbrick/http/internal'
import { isMudbrickError, SignInRequiredError } from '@mudbrick/ims'
import type { AccessTokenRequest } from '@mudbrick/oauth'
import { renewSession } from './renewal.ts'
import type { SessionCore } from './session-core.ts'
import { expireSession, getUsableToken } from './session-state.ts'
import type { GetAccessTokenOptions } from './session.ts'

/** Returns the access token, renewed where that much time is not left of it. */
export async function getAccessToken(
  core: SessionCore,
  { minimumTtlMs, signal }: GetAccessTokenOptions = {},
): Promise<string> {
  signal?.throwIfAborted()
  const usable = getUsableToken(core, minimumTtlMs)
  if (usable !== undefined) return usable
  // A caller that gives up stops waiting; the renewal is for all who wait.
  await raceAbort(renewSession(core), signal)
  const renewed = getUsableToken(core)
  if (renewed === undefined) throw new SignInRequiredError('no_session')
  return renewed
}

/** Returns the access token for a request, and another one where a service has refused it. */
export async function getTokenToSend(
  core: SessionCore,
  { rejected, signal }: AccessTokenRequest,
): Promise<string> {
  if (rejected === undefined) return getAccessToken(core, { signal })
  if (getUsableToken(core) === rejected) {
    try {
      await raceAbort(renewSession(core), signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (isMudbrickError(error) && error.needsInteraction) expireSession(core)
    }
  }
  return getUsableToken(core) ?? rejected
}

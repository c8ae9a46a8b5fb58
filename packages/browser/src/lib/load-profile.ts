import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import { requestUserProfile } from '@mudbrick/ims'
import { findCore } from './open-sessions.ts'
import type { SessionCore } from './session-core.ts'
import { setProfile } from './session-state.ts'
import { shareSession } from './session-sync.ts'
import type { Session } from './session.ts'

/**
 * Has a session ask Adobe IMS who has signed in, now and after each sign-in, so that its snapshots have
 * a `profile`. Where IMS does not answer, the session works without one, and warns. Calling it again
 * changes nothing; on a server it does nothing.
 *
 * @example
 * ```ts
 * const session = createSession({ ims, allowedOrigins })
 * loadProfile(session)
 * ```
 */
export function loadProfile(session: Session): void {
  const core = findCore(session)
  if (!core || core.loadProfile) return
  core.loadProfile = () => void requestProfile(core)
  core.loadProfile()
}

async function requestProfile(core: SessionCore): Promise<void> {
  const { ims, record, warn } = core
  const { signal } = core.ending
  if (!record?.accessToken || record.profile) return
  const { accessToken, subject, state } = record
  try {
    setProfile(core, state, await requestUserProfile(ims, accessToken, { subject, signal }))
    shareSession(core)
  } catch (cause) {
    if (!signal.aborted) warn({ code: 'profile_unavailable', message, cause })
  }
}

const message = explain(
  'profile_unavailable',
  explains && 'IMS did not say who has signed in: the session works, without a profile.',
)

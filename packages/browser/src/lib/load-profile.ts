import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import { requestUserProfile } from '@mudbrick/ims'
import { findContext, type OpenSession } from './session-context.ts'
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
  const context = findContext(session)
  if (!context || context.hooks.loadProfile) return
  context.hooks.loadProfile = () => void requestProfile(context)
  context.hooks.loadProfile()
}

async function requestProfile({ ims, held, siblings, warn }: OpenSession): Promise<void> {
  const { record, ending: signal } = held
  if (!record?.accessToken || record.profile) return
  const { accessToken, subject, state } = record
  try {
    held.setProfile(state, await requestUserProfile(ims, accessToken, { subject, signal }))
    siblings.share()
  } catch (cause) {
    if (!signal.aborted) warn({ code: 'profile_unavailable', message, cause })
  }
}

const message = explain(
  'profile_unavailable',
  explains && 'IMS did not say who has signed in: the session works, without a profile.',
)

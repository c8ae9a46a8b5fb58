import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import { requestUserProfile } from '@mudbrick/ims'
import type { SessionContext } from './session-context.ts'

/** Asks IMS who has signed in, unless it is known. Failing leaves a session without a profile. */
export async function loadProfile({ ims, held, siblings, warn }: SessionContext): Promise<void> {
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

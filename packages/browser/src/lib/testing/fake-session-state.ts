import type { UserProfile } from '@mudbrick/ims'
import type { SessionSnapshot } from '../session-snapshot.ts'

/** A state of a session: its name, or the name with those members that matter to a test. */
export type FakeSessionState = SessionSnapshot['status'] | PartialSnapshot<SessionSnapshot>

type PartialSnapshot<Snapshot extends SessionSnapshot> = Snapshot extends SessionSnapshot
  ? Pick<Snapshot, 'status'> & Partial<Snapshot>
  : never

/** Describes the user who is signed in unless a test tells of another. */
export const fakeProfile: UserProfile = Object.freeze({
  userId: 'FAKE0123456789ABCDEF@AdobeID',
  name: 'Ada Author',
  givenName: 'Ada',
  familyName: 'Author',
  email: 'ada@wknd.test',
  isEmailVerified: true,
  accountType: 'ind',
  country: 'US',
})

// As long as an access token of IMS is good for.
const lifetimeMs = 86_400_000

/** Completes a state to what the session shows. */
export function createFakeSnapshot(state: FakeSessionState, now: number): SessionSnapshot {
  const given: PartialSnapshot<SessionSnapshot> =
    typeof state === 'string' ? { status: state } : state
  if (given.status === 'expired') return { profile: fakeProfile, ...given }
  if (given.status !== 'signed-in') return given
  const profile = 'profile' in given ? given.profile : fakeProfile
  return {
    userId: profile?.userId,
    profile,
    scopes: ['AdobeID', 'openid'],
    receivedAt: now,
    expiresAt: now + lifetimeMs,
    isExpiring: false,
    ...given,
  }
}

import type { UserProfile } from '@mudbrick/ims'

/** Another tab is being asked who is signed in; what a server renders. */
export interface RestoringSnapshot {
  /** Names the state. */
  readonly status: 'restoring'
}

/** No user is signed in. */
export interface SignedOutSnapshot {
  /** Names the state. */
  readonly status: 'signed-out'
}

/** A sign-in is leaving for Adobe IMS, or its answer is being checked. */
export interface SigningInSnapshot {
  /** Names the state. */
  readonly status: 'signing-in'
}

/** A user is signed in; the access token is usable, or about to be renewed. */
export interface SignedInSnapshot {
  /** Names the state. */
  readonly status: 'signed-in'
  /** Names the user for good, at once where `openid` was asked for, else with the profile. */
  readonly userId: string | undefined
  /** Describes the user, where the app imports `loadProfile`; undefined until Adobe IMS has answered, which may be after the sign-in. */
  readonly profile: UserProfile | undefined
  /** Lists the scopes that were granted. */
  readonly scopes: readonly string[]
  /** Tells when the access token arrived, by this browser's clock, in epoch milliseconds. */
  readonly receivedAt: number
  /** Tells when the access token expires, by this browser's clock, in epoch milliseconds. */
  readonly expiresAt: number
  /**
   * Tells that the access token ends soon, and that only a sign-in brings another; or that it has ended
   * and could not be renewed yet, as offline: the session goes on trying once a minute.
   */
  readonly isExpiring: boolean
}

/** A user was signed in, and the access token has ended for good: sign in again. */
export interface ExpiredSnapshot {
  /** Names the state. */
  readonly status: 'expired'
  /** Describes the user whose session it was, when known. */
  readonly profile: UserProfile | undefined
}

/** The state of a session: an immutable value that keeps its identity until something changes. */
export type SessionSnapshot =
  | RestoringSnapshot
  | SignedOutSnapshot
  | SigningInSnapshot
  | SignedInSnapshot
  | ExpiredSnapshot

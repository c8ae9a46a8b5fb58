import type { UserProfile } from '@mudbrick/ims'
import type { GrantContent } from './grant-content.ts'

/** A grant without its tokens. */
export interface VaultGrant {
  /** Names the grant: with it, this vault returns the user's tokens. Do not show it to browsers unsealed. */
  readonly id: string
  /** Whether it can be used; the token of a `sign-in-required` grant is valid until `expiresAt`. */
  readonly status: 'active' | 'sign-in-required'
  /** The user's id at IMS, if the ID token or the profile named it. */
  readonly subject: string | undefined
  /** What IMS said about the user, if it was given to `add`. */
  readonly profile: UserProfile | undefined
  /** The granted scopes. */
  readonly scopes: readonly string[]
  /** When the access token expires, in epoch milliseconds. */
  readonly expiresAt: number
  /** When the access token arrived. */
  readonly refreshedAt: number
  /** When the user signed in. */
  readonly createdAt: number
  /** Whether there is a refresh token that IMS has not refused. */
  readonly canRefresh: boolean
}

/** Returns what may be shown of a grant. */
export function toVaultGrant(id: string, content: GrantContent): VaultGrant {
  const { state, subject, profile, scopes, expiresAt, receivedAt, createdAt } = content
  const isOver = state.status === 'sign-in-required'
  return Object.freeze({
    id,
    status: isOver ? 'sign-in-required' : 'active',
    subject,
    profile,
    scopes,
    expiresAt,
    refreshedAt: receivedAt,
    createdAt,
    canRefresh: !isOver && content.refreshToken !== undefined,
  })
}

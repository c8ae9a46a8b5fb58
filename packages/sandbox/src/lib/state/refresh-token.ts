import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateServices } from './state-change.ts'
import type { SignInSubject } from './token-claims.ts'

/** What a refresh token stands for. All that one sign-in gives, one after the other, are a family of its `grantId`. */
export type RefreshTokenGrant = SignInSubject

/** The families of refresh tokens that are alive. */
export interface RefreshTokens {
  /** Those that are alive. */
  all(): readonly RefreshTokenFamily[]
  /** Starts a family with its first token. */
  start(token: string, grant: RefreshTokenGrant): void
  /** What a token stands for, as long as it has not been used. */
  find(token: string): RefreshTokenGrant | undefined
  /**
   * Uses a token up and puts its successor in its place, in one step that nothing can come between. Within
   * the grace window a used token gives the successor it was exchanged for, once more. The successor must be of the
   * same family by its name, see {@link familyNameOf}.
   */
  rotate(token: string, clientId: string, successor: string): Rotation | RotationRefusal
  /** Ends a family: none of its tokens is good any more. */
  revoke(grantId: string): boolean
  /** Ends all families of one user at one application. */
  revokeOf(userId: string, clientId: string): void
  save(): SavedRefreshTokens
}

/** A family, and since when and until when its newest token is good. */
export interface RefreshTokenFamily extends RefreshTokenGrant {
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Refresh tokens as a snapshot holds them. */
export interface SavedRefreshTokens {
  readonly families: readonly SavedEntry<Family>[]
  readonly tokens: readonly SavedEntry<Use>[]
  readonly ended: readonly SavedEntry<true>[]
}

/** What came of using a refresh token. */
export interface Rotation {
  readonly grant: RefreshTokenGrant
  /** The token that is good now. */
  readonly token: string
}

/** Why a refresh token was refused: it is unknown or has ended, was used before, or is of another client. */
export type RotationRefusal = 'unknown' | 'reused' | 'of_other_client'

/** @param onReuse Called when a used token came again and ended its family. */
export function createRefreshTokens(
  { behavior, changes, clock }: StateServices,
  onReuse: (grantId: string) => void,
  saved?: SavedRefreshTokens,
): RefreshTokens {
  const families = new ExpiringMap(clock, saved?.families)
  const tokens = new ExpiringMap(clock, saved?.tokens)
  const ended = new ExpiringMap(clock, saved?.ended)

  const tell = (
    { grantId, clientId, userId }: RefreshTokenGrant,
    action: 'issued' | 'ended',
  ): void =>
    changes.tell(() => [
      { type: 'token', action, kind: 'refresh_token', id: grantId, clientId, userId },
    ])
  const keep = (token: string, family: Family): void => {
    const issuedAt = clock.now()
    const expiresAt = issuedAt + behavior.refreshTokenLifetimeMs
    family.tokens.push(token)
    family.issuedAt = issuedAt
    family.expiresAt = expiresAt
    tell(family.grant, 'issued')
    families.set(family.grant.grantId, family, expiresAt)
    tokens.set(token, { grantId: family.grant.grantId }, expiresAt)
    // An older one is still known as used: by the name of its family.
    if (family.tokens.length > rememberedTokens) tokens.delete(family.tokens.shift() ?? '')
  }
  const findByName = (token: string): Family | undefined => {
    const name = familyNameOf(token)
    if (name === undefined) return undefined
    return families.values().find(({ tokens: [first = ''] }) => familyNameOf(first) === name)
  }
  const end = (grantId: string): boolean => {
    ended.set(grantId, true, clock.now() + behavior.refreshTokenLifetimeMs)
    const family = families.get(grantId)
    if (family === undefined) return false
    for (const token of family.tokens) tokens.delete(token)
    families.delete(grantId)
    tell(family.grant, 'ended')
    return true
  }

  return {
    all: () =>
      families
        .values()
        .map(({ grant, issuedAt, expiresAt }) => ({ ...grant, issuedAt, expiresAt })),
    start: (token, grant) => {
      // Its code may have come a second time while the first exchange was on its way.
      if (!ended.get(grant.grantId)) keep(token, { grant, tokens: [], issuedAt: 0, expiresAt: 0 })
    },
    find: (token) => {
      const use = tokens.get(token)
      if (use === undefined || use.successor !== undefined) return undefined
      return families.get(use.grantId)?.grant
    },
    rotate: (token, clientId, successor) => {
      const use = tokens.get(token)
      const family = use === undefined ? findByName(token) : families.get(use.grantId)
      if (family === undefined) return 'unknown'
      if (family.grant.clientId !== clientId) return 'of_other_client'
      const successorOfUsed = use?.successor
      if (use !== undefined && successorOfUsed === undefined) {
        use.successor = { token: successor, usedAt: clock.now() }
        keep(successor, family)
        return { grant: family.grant, token: successor }
      }
      const { grant } = family
      if (successorOfUsed && clock.now() - successorOfUsed.usedAt < behavior.refreshGraceMs) {
        return { grant, token: successorOfUsed.token }
      }
      if (behavior.usedRefreshToken === 'revoke-family') {
        end(grant.grantId)
        onReuse(grant.grantId)
      }
      return 'reused'
    },
    revoke: end,
    revokeOf: (userId, clientId) => {
      for (const { grant } of families.values()) {
        if (grant.userId === userId && grant.clientId === clientId) end(grant.grantId)
      }
    },
    save: () => ({ families: families.save(), tokens: tokens.save(), ended: ended.save() }),
  }
}

const rememberedTokens = 16

/**
 * The name of the family that a refresh token carries in front of its own secret: with that, a token that has long
 * been forgotten is still known as used. Who knows the name has had a token of the family.
 */
export function familyNameOf(token: string): string | undefined {
  return /\.([\w-]{22})[\w-]{43}$/.exec(token)?.[1]
}

export interface Family {
  readonly grant: RefreshTokenGrant
  /** Oldest first. */
  readonly tokens: string[]
  /** When the newest of them was issued. */
  issuedAt: number
  expiresAt: number
}

export interface Use {
  readonly grantId: string
  successor?: { readonly token: string; readonly usedAt: number }
}

import type { Clock } from '../effects.ts'
import { ExpiringMap } from './expiring-map.ts'

/** What a refresh token stands for. All that one sign-in gives, one after the other, are a family. */
export interface RefreshTokenGrant {
  /** Names the family, and what else that sign-in gave. */
  readonly grantId: string
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
}

/** The families of refresh tokens that are alive. */
export interface RefreshTokens {
  all(): readonly RefreshTokenGrant[]
  /** Starts a family with its first token. */
  start(token: string, grant: RefreshTokenGrant): void
  /** What a token stands for, as long as it has not been used. */
  find(token: string): RefreshTokenGrant | undefined
  /**
   * Uses a token up and puts its successor in its place, in one step that nothing can come between. Within
   * the grace window a used token gives the successor it was exchanged for, once more.
   */
  rotate(token: string, clientId: string, successor: string): Rotation | undefined
  /** Ends a family: none of its tokens is good any more. */
  revoke(grantId: string): boolean
  /** Ends all families of one user at one application. */
  revokeOf(userId: string, clientId: string): void
}

/** What came of using a refresh token. */
export interface Rotation {
  readonly grant: RefreshTokenGrant
  /** The token that is good now. */
  readonly token: string
}

/** How refresh tokens live. */
export interface RefreshTokenRules {
  readonly lifetimeMs: number
  readonly graceMs: number
  readonly usedToken: 'refuse' | 'revoke-family'
  /** Is told when a used token came again and ended its family. */
  readonly onReuse: (grantId: string) => void
}

export function createRefreshTokens(clock: Clock, rules: RefreshTokenRules): RefreshTokens {
  const families = new ExpiringMap<Family>(clock)
  const tokens = new ExpiringMap<Use>(clock)
  const ended = new ExpiringMap<true>(clock)

  const keep = (token: string, family: Family): void => {
    const expiresAt = clock.now() + rules.lifetimeMs
    family.tokens.push(token)
    families.set(family.grant.grantId, family, expiresAt)
    tokens.set(token, { grantId: family.grant.grantId }, expiresAt)
    // Whoever comes with a token older than these is refused all the same, as a stranger.
    if (family.tokens.length > rememberedTokens) tokens.delete(family.tokens.shift() ?? '')
  }
  const end = (grantId: string): boolean => {
    ended.set(grantId, true, clock.now() + rules.lifetimeMs)
    const family = families.get(grantId)
    if (family === undefined) return false
    for (const token of family.tokens) tokens.delete(token)
    families.delete(grantId)
    return true
  }

  return {
    all: () => families.values().map(({ grant }) => grant),
    start: (token, grant) => {
      // Its code may have come a second time while the first exchange was on its way.
      if (!ended.get(grant.grantId)) keep(token, { grant, tokens: [] })
    },
    find: (token) => {
      const use = tokens.get(token)
      return use === undefined || use.successor !== undefined
        ? undefined
        : families.get(use.grantId)?.grant
    },
    rotate: (token, clientId, successor) => {
      const use = tokens.get(token)
      const family = use && families.get(use.grantId)
      if (use === undefined || family?.grant.clientId !== clientId) return undefined
      if (use.successor === undefined) {
        use.successor = { token: successor, usedAt: clock.now() }
        keep(successor, family)
        return { grant: family.grant, token: successor }
      }
      if (clock.now() - use.successor.usedAt < rules.graceMs) {
        return { grant: family.grant, token: use.successor.token }
      }
      if (rules.usedToken === 'revoke-family') {
        end(use.grantId)
        rules.onReuse(use.grantId)
      }
      return undefined
    },
    revoke: end,
    revokeOf: (userId, clientId) => {
      for (const { grant } of families.values()) {
        if (grant.userId === userId && grant.clientId === clientId) end(grant.grantId)
      }
    },
  }
}

const rememberedTokens = 16

interface Family {
  readonly grant: RefreshTokenGrant
  /** Oldest first. */
  readonly tokens: string[]
}

interface Use {
  readonly grantId: string
  successor?: { readonly token: string; readonly usedAt: number }
}

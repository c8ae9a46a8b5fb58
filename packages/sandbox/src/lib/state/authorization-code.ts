import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateServices } from './state-change.ts'
import type { SignInSubject } from './token-claims.ts'

/** What an authorization code stands for. */
export interface AuthorizationCodeGrant extends SignInSubject {
  readonly nonce: string | undefined
  readonly signedInAt: number
  /** The redirect URI that the client asked for, if any. */
  readonly requestedRedirectUri: string | undefined
  /** The redirect URI that the code was sent to. */
  readonly redirectUri: string
  readonly codeChallenge: CodeChallenge | undefined
}

/** RFC 7636 §4.3. */
export interface CodeChallenge {
  readonly value: string
  readonly method: 'S256' | 'plain'
}

/** The authorization codes that wait for their exchange. */
export interface AuthorizationCodes {
  keep(code: string, grant: AuthorizationCodeGrant): void
  /** Gives the grant to the client it belongs to, once; another client's attempt does not use it up. */
  take(code: string, clientId: string): AuthorizationCodeGrant | undefined
  /** The grant of a code that waits, which goes on waiting. */
  find(code: string): AuthorizationCodeGrant | undefined
  /** The grant of a code that its client has used already. */
  findUsed(code: string, clientId: string): AuthorizationCodeGrant | undefined
  save(): SavedAuthorizationCodes
}

/** Authorization codes as a snapshot holds them. */
export interface SavedAuthorizationCodes {
  readonly waiting: readonly SavedEntry<AuthorizationCodeGrant>[]
  readonly used: readonly SavedEntry<AuthorizationCodeGrant>[]
}

export function createAuthorizationCodes(
  { behavior, clock }: StateServices,
  saved?: SavedAuthorizationCodes,
): AuthorizationCodes {
  const grants = new ExpiringMap(clock, saved?.waiting)
  const used = new ExpiringMap(clock, saved?.used)
  return {
    keep: (code, grant) =>
      grants.set(code, grant, clock.now() + behavior.authorizationCodeLifetimeMs),
    take: (code, clientId) => {
      const grant = grants.get(code)
      if (grant?.clientId !== clientId) return undefined
      grants.delete(code)
      used.set(code, grant, clock.now() + usedCodeMemoryMs)
      return grant
    },
    find: (code) => grants.get(code),
    findUsed: (code, clientId) => {
      const grant = used.get(code)
      return grant?.clientId === clientId ? grant : undefined
    },
    save: () => ({ waiting: grants.save(), used: used.save() }),
  }
}

/** Longer than any code lives, so that a late repetition is still known as one. */
const usedCodeMemoryMs = 3_600_000

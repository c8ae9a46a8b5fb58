import type { StateChanges } from './state-change.ts'

/** What each user has allowed each application, remembered until it is withdrawn. */
export interface Consents {
  all(): readonly Consent[]
  /** Whether the user has allowed the application every one of these scopes. */
  covers(userId: string, clientId: string, scopes: readonly string[]): boolean
  /** Adds to what the user has allowed before. */
  grant(userId: string, clientId: string, scopes: readonly string[]): void
  /** Whether there was one to withdraw. */
  withdraw(userId: string, clientId: string): boolean
}

/** What one user has allowed one application. */
export interface Consent {
  readonly userId: string
  readonly clientId: string
  readonly scopes: readonly string[]
}

export function createConsents(changes: StateChanges, saved: readonly Consent[] = []): Consents {
  const consents = new Map(
    saved.map((consent) => [keyOf(consent.userId, consent.clientId), consent]),
  )
  return {
    all: () => [...consents.values()],
    covers: (userId, clientId, scopes) => {
      const consent = consents.get(keyOf(userId, clientId))
      return consent !== undefined && scopes.every((scope) => consent.scopes.includes(scope))
    },
    grant: (userId, clientId, scopes) => {
      const key = keyOf(userId, clientId)
      const known = consents.get(key)?.scopes ?? []
      const consent = { userId, clientId, scopes: [...new Set([...known, ...scopes])] }
      consents.set(key, consent)
      changes.tell(() => [{ type: 'consent', action: 'granted', ...consent }])
    },
    withdraw: (userId, clientId) => {
      if (!consents.delete(keyOf(userId, clientId))) return false
      changes.tell(() => [{ type: 'consent', action: 'withdrawn', userId, clientId, scopes: [] }])
      return true
    },
  }
}

function keyOf(userId: string, clientId: string): string {
  return `${userId} ${clientId}`
}

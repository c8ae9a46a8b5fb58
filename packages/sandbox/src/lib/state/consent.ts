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

export function createConsents(): Consents {
  const consents = new Map<string, Consent>()
  return {
    all: () => [...consents.values()],
    covers: (userId, clientId, scopes) => {
      const consent = consents.get(keyOf(userId, clientId))
      return consent !== undefined && scopes.every((scope) => consent.scopes.includes(scope))
    },
    grant: (userId, clientId, scopes) => {
      const key = keyOf(userId, clientId)
      const known = consents.get(key)?.scopes ?? []
      consents.set(key, { userId, clientId, scopes: [...new Set([...known, ...scopes])] })
    },
    withdraw: (userId, clientId) => consents.delete(keyOf(userId, clientId)),
  }
}

function keyOf(userId: string, clientId: string): string {
  return `${userId} ${clientId}`
}

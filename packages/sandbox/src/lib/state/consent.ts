/** What each user has allowed each application, remembered until it is withdrawn. */
export interface Consents {
  /** Whether the user has allowed the application every one of these scopes. */
  covers(userId: string, clientId: string, scopes: readonly string[]): boolean
  /** Adds to what the user has allowed before. */
  grant(userId: string, clientId: string, scopes: readonly string[]): void
}

export function createConsents(): Consents {
  const granted = new Map<string, Set<string>>()
  return {
    covers: (userId, clientId, scopes) => {
      const known = granted.get(keyOf(userId, clientId))
      return known !== undefined && scopes.every((scope) => known.has(scope))
    },
    grant: (userId, clientId, scopes) => {
      const key = keyOf(userId, clientId)
      granted.set(key, new Set([...(granted.get(key) ?? []), ...scopes]))
    },
  }
}

function keyOf(userId: string, clientId: string): string {
  return `${userId} ${clientId}`
}

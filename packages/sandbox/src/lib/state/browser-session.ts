import { generateSecret, type Clock, type Randomness } from '../effects.ts'
import { ExpiringMap } from './expiring-map.ts'

/** A browser in which a user is signed in at IMS. */
export interface BrowserSession {
  readonly userId: string
  readonly signedInAt: number
}

/** The browsers signed in at IMS, by the value of their cookie. */
export interface BrowserSessions {
  /** Always under a new name, so that a cookie planted before sign-in is worth nothing after it. */
  start(userId: string): string
  find(id: string | undefined): BrowserSession | undefined
  end(id: string): void
}

export function createBrowserSessions(
  clock: Clock,
  randomness: Randomness,
  lifetimeMs: number,
): BrowserSessions {
  const sessions = new ExpiringMap<BrowserSession>(clock)
  return {
    start: (userId) => {
      const id = generateSecret(randomness)
      const signedInAt = clock.now()
      sessions.set(id, { userId, signedInAt }, signedInAt + lifetimeMs)
      return id
    },
    find: (id) => (id === undefined ? undefined : sessions.get(id)),
    end: (id) => sessions.delete(id),
  }
}

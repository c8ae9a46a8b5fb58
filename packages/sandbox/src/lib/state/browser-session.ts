import { generateId, generateSecret, type Clock, type Randomness } from '../effects.ts'
import { ExpiringMap } from './expiring-map.ts'

/** A browser in which a user is signed in at IMS. */
export interface BrowserSession {
  /** Names it in lists; it opens nothing. */
  readonly id: string
  readonly userId: string
  readonly signedInAt: number
  readonly expiresAt: number
}

/** The browsers signed in at IMS, by the value of their cookie. */
export interface BrowserSessions {
  all(): readonly BrowserSession[]
  /** Gives the value of the cookie: always a new one, so that one planted before sign-in is worth nothing after it. */
  start(userId: string): string
  find(cookieValue: string | undefined): BrowserSession | undefined
  end(cookieValue: string): void
  /** Ends one of the list; whether there was one. */
  endById(id: string): boolean
}

export function createBrowserSessions(
  clock: Clock,
  randomness: Randomness,
  lifetimeMs: number,
): BrowserSessions {
  const sessions = new ExpiringMap<BrowserSession & { readonly cookieValue: string }>(clock)
  return {
    all: () =>
      sessions.values().map(({ id, userId, signedInAt, expiresAt }) => ({
        id,
        userId,
        signedInAt,
        expiresAt,
      })),
    start: (userId) => {
      const cookieValue = generateSecret(randomness)
      const signedInAt = clock.now()
      const expiresAt = signedInAt + lifetimeMs
      const id = generateId(randomness)
      sessions.set(cookieValue, { id, cookieValue, userId, signedInAt, expiresAt }, expiresAt)
      return cookieValue
    },
    find: (cookieValue) => (cookieValue === undefined ? undefined : sessions.get(cookieValue)),
    end: (cookieValue) => sessions.delete(cookieValue),
    endById: (id) => {
      const session = sessions.values().find((candidate) => candidate.id === id)
      if (session !== undefined) sessions.delete(session.cookieValue)
      return session !== undefined
    },
  }
}

import type { Behavior } from '../behavior/behavior.ts'
import { generateId, generateSecret, type Clock, type Randomness } from '../effects.ts'
import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateChanges } from './state-change.ts'

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
  /** Returns the value of the cookie: always a new one, so that one planted before sign-in is useless afterwards. */
  start(userId: string): string
  find(cookieValue: string | undefined): BrowserSession | undefined
  end(cookieValue: string): void
  /** Ends one of the list; whether there was one. */
  endById(id: string): boolean
  save(): readonly SavedEntry<KeptBrowserSession>[]
}

/** A browser session, and the cookie that opens it. */
export interface KeptBrowserSession extends BrowserSession {
  readonly cookieValue: string
}

export function createBrowserSessions(
  {
    behavior,
    changes,
    clock,
    randomness,
  }: {
    readonly behavior: Pick<Behavior, 'browserSessionLifetimeMs'>
    readonly changes: StateChanges
    readonly clock: Clock
    readonly randomness: Randomness
  },
  saved?: readonly SavedEntry<KeptBrowserSession>[],
): BrowserSessions {
  const sessions = new ExpiringMap(clock, saved)
  const end = (session: KeptBrowserSession | undefined): boolean => {
    if (session === undefined) return false
    const { id, userId } = session
    sessions.delete(session.cookieValue)
    changes.tell(() => [{ type: 'browser-session', action: 'ended', id, userId }])
    return true
  }
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
      const expiresAt = signedInAt + behavior.browserSessionLifetimeMs
      const id = generateId(randomness)
      sessions.set(cookieValue, { id, cookieValue, userId, signedInAt, expiresAt }, expiresAt)
      changes.tell(() => [{ type: 'browser-session', action: 'started', id, userId }])
      return cookieValue
    },
    find: (cookieValue) => (cookieValue === undefined ? undefined : sessions.get(cookieValue)),
    end: (cookieValue) => {
      end(sessions.get(cookieValue))
    },
    endById: (id) => end(sessions.values().find((candidate) => candidate.id === id)),
    save: () => sessions.save(),
  }
}

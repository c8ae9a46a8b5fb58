import { generateId, generateSecret } from '../effects.ts'
import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateServices } from './state-change.ts'

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
  /** The value of its cookie is always a new one, so that one planted before sign-in is useless afterwards. */
  start(userId: string): KeptBrowserSession
  find(cookieValue: string | undefined): BrowserSession | undefined
  end(cookieValue: string | undefined): void
  /** Ends one of the list; whether there was one. */
  endById(id: string): boolean
  save(): readonly SavedEntry<KeptBrowserSession>[]
}

/** A browser session, and the cookie that opens it. */
export interface KeptBrowserSession extends BrowserSession {
  readonly cookieValue: string
}

export function createBrowserSessions(
  { behavior, changes, clock, randomness }: StateServices,
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
    all: () => sessions.values().map(withoutCookie),
    start: (userId) => {
      const cookieValue = generateSecret(randomness)
      const signedInAt = clock.now()
      const expiresAt = signedInAt + behavior.browserSessionLifetimeMs
      const id = generateId(randomness)
      const session = { id, userId, signedInAt, expiresAt, cookieValue }
      sessions.set(cookieValue, session, expiresAt)
      changes.tell(() => [{ type: 'browser-session', action: 'started', id, userId }])
      return session
    },
    find: (cookieValue) => sessions.get(cookieValue ?? ''),
    end: (cookieValue) => {
      end(sessions.get(cookieValue ?? ''))
    },
    endById: (id) => end(sessions.values().find((candidate) => candidate.id === id)),
    save: () => sessions.save(),
  }
}

function withoutCookie(kept: KeptBrowserSession): BrowserSession {
  const { cookieValue: _, ...session } = kept
  return session
}

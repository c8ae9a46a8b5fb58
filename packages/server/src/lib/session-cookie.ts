import type { KeyProvider } from '@mudbrick/vault'
import type { AppAddress } from './app-address.ts'
import { clearCookie, readCookies, writeCookie } from './cookie-jar.ts'
import { createRecentMap } from './recent-map.ts'
import type { LockedCookie } from './locked-cookie-report.ts'
import { openText, sealText } from './sealed-text.ts'

/** What a session's cookie says; the tokens are in the vault. */
export interface SessionTicket {
  /** The grant record that the session lives by. */
  readonly grantId: string
  /** When the user signed in. */
  readonly signedInAt: number
  /** When the user was last seen, as far as the cookie was renewed since. */
  readonly seenAt: number
}

/** The cookie that a browser's session lives by. */
export interface SessionCookie {
  /**
   * Gives what it says: `undefined` when there is none, or none that can be opened with the keys that
   * are here; `'unusable'` when it says nothing.
   */
  readonly read: (request: Request) => Promise<SessionTicket | 'unusable' | undefined>
  /** Writes a `Set-Cookie`. */
  readonly write: (ticket: SessionTicket, maxAgeMs: number) => Promise<string>
  /** Writes a `Set-Cookie` that takes it away. */
  readonly clear: () => string
}

// Opening one costs as much as all the rest of a call.
const maxOpened = 5_000

/**
 * Creates the cookie of an app's sessions.
 *
 * @param audience names the app, since others may have its keys
 * @param onLocked is told of every cookie whose key is not here
 */
export function createSessionCookie(
  address: AppAddress,
  keys: KeyProvider,
  audience: string,
  onLocked: (cookie: LockedCookie) => void,
): SessionCookie {
  const { cookieName } = address
  const purpose = `session ${audience}`
  const opened = createRecentMap<SessionTicket>(maxOpened)

  return {
    async read(request) {
      const text = readCookies(request)[cookieName]
      if (text === undefined) return undefined
      const known = opened.get(text)
      if (known) return known
      const result = await openText(keys, purpose, text)
      if (result.status === 'locked') {
        onLocked(result)
        return undefined
      }
      if (result.status === 'worthless') return 'unusable'
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sealed was written below
      const ticket = result.content as unknown as SessionTicket
      opened.set(text, ticket)
      return ticket
    },
    write: async (ticket, maxAgeMs) =>
      writeCookie(address, cookieName, await sealText(keys, purpose, ticket), maxAgeMs),
    clear: () => clearCookie(address, cookieName),
  }
}

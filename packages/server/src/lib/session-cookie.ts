import type { KeyProvider } from '@mudbrick/vault'
import { LRUCache } from 'lru-cache'
import type { AppAddress } from './app-address.ts'
import { clearCookie, readCookies, writeCookie } from './cookie-jar.ts'
import type { LockedCookie } from './locked-cookie-report.ts'
import { openText, sealText } from './sealed-text.ts'

/** The content of a session's cookie; the tokens are in the vault. */
export interface SessionTicket {
  /** The grant record of the session. */
  readonly grantId: string
  /** When the user signed in. */
  readonly signedInAt: number
  /** When the user was last seen, as far as the cookie was written since. */
  readonly seenAt: number
}

/** The content of a cookie that was opened. */
export interface OpenedTicket extends SessionTicket {
  /** The key that the cookie is sealed with. */
  readonly keyId: string
}

/** The cookie that makes a session of a browser. */
export interface SessionCookie {
  /**
   * Returns the content of the cookie: `undefined` when there is no cookie, or its key is missing;
   * `'unusable'` when it was not written here.
   */
  readonly read: (request: Request) => Promise<OpenedTicket | 'unusable' | undefined>
  /** Writes a `Set-Cookie`. */
  readonly write: (ticket: SessionTicket, maxAgeMs: number) => Promise<string>
  /** Writes a `Set-Cookie` that removes the cookie. */
  readonly clear: () => string
}

// To open a cookie takes as long as all the rest of a call.
const maxOpened = 5_000

/** What the cookie of an app's sessions is made with. */
export interface SessionCookieOptions {
  readonly address: AppAddress
  readonly keys: KeyProvider
  /** Names the app, since others may have its keys. */
  readonly audience: string
  /** Called for every cookie whose key is missing. */
  readonly onLocked: (cookie: LockedCookie, request: Request) => void
  /** Called with the key of every cookie that was opened. */
  readonly onOpened: (keyId: string) => void
  /** Called with the key of every cookie that is written, and how long that may be used. */
  readonly onSealed: (keyId: string, maxAgeMs: number) => Promise<void>
}

/** Creates the cookie of an app's sessions. */
export function createSessionCookie(options: SessionCookieOptions): SessionCookie {
  const { address, keys, audience, onLocked, onOpened, onSealed } = options
  const { cookieName } = address
  const purpose = `session ${audience}`
  const opened = new LRUCache<string, OpenedTicket>({ max: maxOpened })

  return {
    async read(request) {
      const text = readCookies(request)[cookieName]
      if (text === undefined) return undefined
      const ticket = opened.get(text) ?? (await open(text, request))
      if (typeof ticket === 'object') onOpened(ticket.keyId)
      return ticket
    },
    async write({ grantId, signedInAt, seenAt }, maxAgeMs) {
      const content: SessionTicket = { grantId, signedInAt, seenAt }
      const { text, keyId } = await sealText(keys, purpose, content)
      await onSealed(keyId, maxAgeMs)
      return writeCookie(address, cookieName, text, maxAgeMs)
    },
    clear: () => clearCookie(address, cookieName),
  }

  async function open(
    text: string,
    request: Request,
  ): Promise<OpenedTicket | 'unusable' | undefined> {
    const result = await openText(keys, purpose, text)
    if (result.status === 'locked') {
      onLocked(result, request)
      return undefined
    }
    if (result.status === 'invalid') return 'unusable'
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sealed was written above
    const content = result.content as unknown as SessionTicket
    const ticket = { ...content, keyId: result.keyId }
    opened.set(text, ticket)
    return ticket
  }
}

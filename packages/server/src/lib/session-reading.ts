import type { VaultGrant } from '@mudbrick/vault'
import type { ServerSession } from './server-session.ts'

/** What the cookie of a request says about who is signed in. */
export interface SessionReading {
  /** The session, if somebody is signed in. */
  readonly session: ServerSession | undefined
  /** A `Set-Cookie` for the answer, if there is a reason: it prolongs the session, or clears what is none. */
  readonly setCookie: string | undefined
  /** The grant that needs a new sign-in, if that is why there is no session. */
  readonly expired?: VaultGrant | undefined
}

/**
 * Reads who is signed in.
 *
 * @throws {@link VaultError} when that cannot be found out now; nobody is signed out by it.
 */
export type ReadSession = (request: Request) => Promise<SessionReading>

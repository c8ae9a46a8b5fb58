import type { VaultGrant } from '@mudbrick/vault'
import type { ServerSession } from './server-session.ts'

/** The session of a request, as its cookie tells. */
export interface SessionReading {
  /** The session, if a user is signed in. */
  readonly session: ServerSession | undefined
  /** A `Set-Cookie` for the response, if needed: it prolongs the session, or removes an unusable cookie. */
  readonly setCookie: string | undefined
  /** The grant that needs a new sign-in, if that is the reason for no session. */
  readonly expired?: VaultGrant | undefined
}

/**
 * Reads the session of a request.
 *
 * @throws {@link VaultError} when it is temporarily unavailable; the user stays signed in.
 */
export type ReadSession = (request: Request) => Promise<SessionReading>

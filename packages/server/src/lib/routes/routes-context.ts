import type { ImsClient } from '@mudbrick/ims'
import type { Vault } from '@mudbrick/vault'
import type { AppAddress } from '../app-address.ts'
import type { SessionLimits } from '../read-session.ts'
import type { ServerEvents } from '../server-event.ts'
import type { SessionCookie } from '../session-cookie.ts'
import type { ReadSession } from '../session-reading.ts'
import type { SignInAttempts } from './sign-in-attempts.ts'

/** What the routes work with. */
export interface RoutesContext {
  readonly ims: ImsClient<'web-app'>
  readonly vault: Vault
  readonly address: AppAddress
  readonly limits: SessionLimits
  readonly attempts: SignInAttempts
  readonly cookie: SessionCookie
  readonly readSession: ReadSession
  readonly emit: ServerEvents['emit']
  /** Reports an error of this request. */
  readonly onError: (error: unknown) => void
}

import type { ImsClient } from '@mudbrick/ims'
import type { HeldSession } from './held-session.ts'
import type { Page } from './page.ts'
import type { PendingSignIns } from './pending-sign-ins.ts'
import type { Warn } from './session-warning.ts'

/** What the parts of one session share. */
export interface SessionContext {
  readonly ims: ImsClient
  readonly page: Page
  readonly held: HeldSession
  readonly pendingSignIns: PendingSignIns
  readonly warn: Warn
}

import type { RecordingJournal } from '../journal/journal.ts'
import type { Moments } from './moments.ts'

/** What flows are made of. */
export interface FlowsOptions {
  readonly journal: RecordingJournal
  readonly moments: Pick<Moments, 'at'>
  readonly canReveal: boolean
  readonly findUserId: (email: string) => string | undefined
  readonly findEmail: (userId: string) => string | undefined
}

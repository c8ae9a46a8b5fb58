import type { NoteHint } from '../journal/hints.ts'
import type { MetFault } from './fault.ts'

/** What stands over a request on its way through a service. */
export interface Oversight {
  /** The fault that it is to meet. */
  readonly fault: MetFault | undefined
  readonly hint: NoteHint
}

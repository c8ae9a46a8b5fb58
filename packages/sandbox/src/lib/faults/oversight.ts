import type { NoteHint } from '../journal/hints.ts'
import type { Fault } from './fault.ts'

/** What stands over a request on its way through a service. */
export interface Oversight {
  /** The fault that it is to meet. */
  readonly fault: Fault | undefined
  readonly hint: NoteHint
}

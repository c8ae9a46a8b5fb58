import type { Behavior } from './behavior/behavior.ts'
import type { Clock, Randomness } from './effects.ts'
import type { NoteHint } from './journal/hints.ts'
import type { State } from './state/state.ts'

/** What every service stands on. */
export interface Services {
  readonly state: State
  readonly behavior: Behavior
  readonly clock: Clock
  readonly randomness: Randomness
}

/** One request at a service. */
export interface ServiceRequest<Own extends Services> {
  readonly request: Request
  readonly url: URL
  readonly services: Own
  /** Notes for the journal what the answer does not say. */
  readonly hint: NoteHint
}

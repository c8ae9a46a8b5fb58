import type { Behavior } from '../behavior/behavior.ts'
import type { Randomness } from '../effects.ts'
import type { NoteHint } from '../journal/hints.ts'
import type { State } from '../state/state.ts'
import type { StoreView } from '../state/catalog.ts'
import type { User } from '../state/user.ts'

/** What every endpoint of Commerce stands on. */
export interface CommerceServices {
  readonly state: State
  readonly behavior: Behavior
  readonly randomness: Randomness
}

/** One request at Commerce that has passed the door: its user and its store view are known. */
export interface CommerceContext {
  readonly request: Request
  readonly url: URL
  readonly services: CommerceServices
  readonly user: User
  /** The store view that is asked; `undefined` for all of them. */
  readonly storeView: StoreView | undefined
  /** Notes for the journal what the answer does not say. */
  readonly hint: NoteHint
}

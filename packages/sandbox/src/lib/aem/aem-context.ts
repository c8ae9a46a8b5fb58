import type { Behavior } from '../behavior/behavior.ts'
import type { Randomness } from '../effects.ts'
import type { NoteHint } from '../journal/hints.ts'
import type { State } from '../state/state.ts'
import type { User } from '../state/user.ts'
import type { ClientAllowList } from './client-allow-list.ts'
import type { CorsPolicy } from './cors-policy.ts'

/** What every endpoint of AEM stands on. */
export interface AemServices {
  readonly state: State
  readonly behavior: Behavior
  readonly randomness: Randomness
  readonly corsPolicies: readonly CorsPolicy[]
  readonly clientAllowList: ClientAllowList
}

/** One request at AEM that has passed the door: its user is known. */
export interface AemContext {
  readonly request: Request
  readonly url: URL
  readonly services: AemServices
  readonly user: User
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Notes for the journal what the answer does not say. */
  readonly hint: NoteHint
}

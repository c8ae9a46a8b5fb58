import type { Randomness } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { State } from '../state/state.ts'

/** What the sandbox's own pages stand on. */
export interface HomeContext {
  readonly origins: SandboxOrigins
  readonly state: State
  readonly randomness: Randomness
  /** Whether there is a control API to tell of. */
  readonly hasControl: boolean
}

import type { Behavior } from '../behavior.ts'
import type { Clock, Randomness } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { SigningKeys } from '../state/signing-key.ts'
import type { State } from '../state/state.ts'

/** What every endpoint of IMS stands on. */
export interface ImsServices {
  readonly state: State
  readonly behavior: Behavior
  readonly clock: Clock
  readonly randomness: Randomness
  readonly signingKeys: SigningKeys
}

/** One request at IMS. */
export interface ImsContext {
  readonly request: Request
  readonly url: URL
  readonly origins: SandboxOrigins
  readonly services: ImsServices
}

import type { Behavior } from '../behavior/behavior.ts'
import type { Clock, Randomness } from '../effects.ts'
import type { NoteHint } from '../journal/hints.ts'
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

/** The versions of IMS's endpoints that differ in their answers. */
export type ImsVersion = 'v1' | 'v2' | 'v3' | 'v4'

/** One request at IMS. */
export interface ImsContext {
  /** The version of the endpoint that the path names; a path without one is the first. */
  readonly version: ImsVersion
  readonly request: Request
  /** The `x-debug-id` of the answer. */
  readonly debugId: string
  readonly url: URL
  readonly origins: SandboxOrigins
  readonly services: ImsServices
  /** Notes for the journal what the answer does not say. */
  readonly hint: NoteHint
}

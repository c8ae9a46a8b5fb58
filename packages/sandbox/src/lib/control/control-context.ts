import type { Randomness } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { ControlledParts } from './controlled-sandbox.ts'
import type { SandboxEvents } from './events.ts'
import type { RunDescription } from './run.ts'
import type { WatchedFlows } from '../flows/sandbox-flows.ts'
import type { ControlKeys } from './http/guard.ts'

/** What the control API controls, and what opens it. */
export interface ControlContext extends ControlKeys, ControlledParts {
  readonly origins: SandboxOrigins
  readonly randomness: Randomness
  readonly events: SandboxEvents
  readonly flows: WatchedFlows
  /** The run, as it is served to who asks. */
  readonly describeRun: () => RunDescription
}

import type { BehaviorTable } from '../behavior/behavior-table.ts'
import type { Randomness } from '../effects.ts'
import type { Faults } from '../faults/faults.ts'
import type { Journal } from '../journal/journal.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { SandboxClock } from './clock.ts'
import type { SandboxEvents } from './events.ts'
import type { ControlKeys } from './http/guard.ts'
import type { SandboxResources } from './resources.ts'
import type { SnapshotsControl } from './snapshots.ts'

/** What the control API controls, and what opens it. */
export interface ControlContext extends ControlKeys {
  readonly origins: SandboxOrigins
  readonly resources: SandboxResources
  readonly journal: Journal
  readonly faults: Faults
  readonly clock: SandboxClock
  readonly randomness: Randomness
  readonly behavior: BehaviorTable
  readonly events: SandboxEvents
  readonly snapshots: SnapshotsControl
  readonly reset: () => void
}

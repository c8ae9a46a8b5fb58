import type { FlowKind } from './flow.ts'
import type { Trace } from './trace.ts'

/** A flow as it grows. */
export interface FlowGroup {
  /** The index of the exchange that it began with. */
  readonly id: number
  readonly kind: FlowKind
  /** Oldest first. */
  readonly traces: Trace[]
  readonly startedBy: number | undefined
  /** Whether what it must have begun with was not among its exchanges. */
  readonly hasNoBeginning: boolean
  /** Whether exchanges that it had are no longer held. */
  hasLostBeginning: boolean
  /** Whether the next request of the same kind begins another flow. */
  isClosed: boolean
}

/** A call of the API that the user signed in for. */
export function isServiceCall({ service, isPreflight }: Trace): boolean {
  return service !== 'ims' && !isPreflight
}

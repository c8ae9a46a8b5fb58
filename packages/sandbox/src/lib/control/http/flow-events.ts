import type { FlowSummary } from '../../flows/flow.ts'
import type { SandboxEvent, SandboxEvents } from '../events.ts'

/** What the event stream tells of: what happens, and what an exchange makes of its flow. */
export type StreamedEvent = SandboxEvent | FlowEvent

/** An exchange has begun a flow, or gone on with it. */
export interface FlowEvent {
  readonly type: 'flow'
  /** In the sandbox's time: milliseconds since the epoch. */
  readonly at: number
  readonly flow: FlowSummary
}

/** What the event stream listens to. */
export interface StreamedEvents {
  subscribe(listener: (event: StreamedEvent) => void): () => void
}

/** The events, each exchange followed by its flow. */
export function withFlows(
  events: SandboxEvents,
  flowOf: (exchange: number) => FlowSummary | undefined,
): StreamedEvents {
  return {
    subscribe: (listener) =>
      events.subscribe((event) => {
        listener(event)
        const flow = event.type === 'exchange' ? flowOf(event.exchange.index) : undefined
        if (flow !== undefined) listener({ type: 'flow', at: event.at, flow })
      }),
  }
}

import type { RecordingJournal } from '../journal/journal.ts'
import type { FlowGroup } from './flow-group.ts'
import { createFlowGroups, type FlowGroups } from './flow-groups.ts'
import { summarizeFlow } from './flow-summary.ts'
import type { FlowSummary } from './flow.ts'
import { traceExchange } from './trace.ts'

/** The flows of a journal, brought up to date whenever they are asked for. */
export interface FlowIndex {
  /** All that are held, by the order of their beginnings. */
  all(): readonly FlowGroup[]
  summarize(flow: FlowGroup): FlowSummary
  /** By its id, the index of any of its exchanges, or the `x-debug-id` of an answer of IMS. */
  find(name: string): FlowGroup | undefined
}

/** What the flows are made of. */
export interface FlowSources {
  readonly journal: Pick<RecordingJournal, 'recorded'>
  /** The e-mail address of a user of now. */
  readonly findEmail: (userId: string) => string | undefined
}

export function createFlowIndex({ journal: { recorded }, findEmail }: FlowSources): FlowIndex {
  const groups: FlowGroups = createFlowGroups()
  let newest = 0

  const catchUp = (): void => {
    for (const exchange of recorded.from(newest + 1)) {
      const trace = traceExchange(exchange)
      if (trace !== undefined) groups.add(trace)
    }
    newest = recorded.newest
    groups.forgetBefore(recorded.oldest)
  }
  const summarize = (flow: FlowGroup): FlowSummary =>
    summarizeFlow(flow, { findEmail, hasLostExchanges: recorded.oldest > 1 })
  return {
    all: () => {
      catchUp()
      return [...groups.all()]
    },
    summarize,
    find: (name) => {
      catchUp()
      if (/^\d{1,15}$/.test(name)) {
        return groups.byId(Number(name)) ?? groups.byExchange(Number(name))
      }
      return [...groups.all()].findLast(({ traces }) =>
        traces.some(({ debugId }) => debugId === name),
      )
    },
  }
}

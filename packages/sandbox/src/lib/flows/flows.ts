import { redactedParameters } from '../journal/exchange.ts'
import { SandboxError } from '../sandbox-error.ts'
import { agreesWith, searchableText } from './flow-filter.ts'
import type { FlowGroup } from './flow-group.ts'
import { createFlowIndex, type FlowSources } from './flow-index.ts'
import { listMessages, listParticipants } from './flow-messages.ts'
import type { Flow, FlowFilter, FlowList, FlowSummary, FlowUser } from './flow.ts'

/** The exchanges of the journal, put together to flows. */
export interface ReadFlows {
  list(filter: FlowFilter): FlowList
  /** @throws {@link SandboxError} `not_found` */
  get(name: string): Flow
  /** The flow of an exchange, if it belongs to one. */
  ofExchange(index: number): Flow | undefined
  /** The same as a row of a list. */
  readonly summaryOf: (exchange: number) => FlowSummary | undefined
}

/** What the flows are read from. */
export interface ReadFlowsSources extends FlowSources {
  /** The id of the user with that e-mail address. */
  readonly findUserId: (email: string) => string | undefined
}

export function createReadFlows(sources: ReadFlowsSources): ReadFlows {
  const { journal, findUserId } = sources
  const index = createFlowIndex(sources)
  const texts = new WeakMap<object, string>()
  const showParameters = (exchange: number): string => {
    const recorded = journal.recorded.get(exchange)
    if (recorded === undefined) return ''
    const known = texts.get(recorded)
    if (known !== undefined) return known
    const text = Object.entries(redactedParameters(recorded))
      .map(([name, value]) => `${name}=${value.slice(0, maxSearchedLength)}`)
      .join('\n')
    // Parts of a longer text would keep the whole in memory.
    texts.set(recorded, Buffer.from(text).toString())
    return text
  }
  const complete = (flow: FlowGroup): Flow => {
    const summary = index.summarize(flow)
    const messages = listMessages(flow, summary.isBeginningMissing)
    return { ...summary, participants: listParticipants(messages), messages }
  }

  return {
    list: (filter) => {
      const { user, text = '', limit = 500 } = filter
      const matches = agreesWith(
        filter,
        user === undefined ? undefined : (findUserId(user) ?? user),
      )
      const wanted = text.toLowerCase()
      const rows = index.all().map((flow) => ({ flow, summary: index.summarize(flow) }))
      const found = rows.filter(
        ({ flow, summary }) =>
          matches(summary) &&
          (wanted === '' || searchableText(flow, summary, showParameters).includes(wanted)),
      )
      return {
        flows: found
          .slice(-Math.max(limit, 1))
          .toReversed()
          .map(({ summary }) => summary),
        total: found.length,
        dropped: journal.recorded.dropped,
        ...listChoices(rows.map(({ summary }) => summary)),
      }
    },
    get: (name) => {
      const flow = index.find(name)
      if (flow !== undefined) return complete(flow)
      throw new SandboxError(
        'not_found',
        `No flow has the exchange ${JSON.stringify(name)}: it has left the journal, which keeps the newest exchanges only, or it was cleared; flows.list() has those there are.`,
      )
    },
    ofExchange: (exchange) => {
      const flow = index.find(String(exchange))
      return flow && complete(flow)
    },
    summaryOf: (exchange) => {
      const flow = index.find(String(exchange))
      return flow && index.summarize(flow)
    },
  }
}

/** What is longer is no word that anyone looks for. */
const maxSearchedLength = 300

function listChoices(summaries: readonly FlowSummary[]): Pick<FlowList, 'apps' | 'users'> {
  const users = new Map<string, FlowUser>()
  const apps = new Set<string>()
  for (const { clientId, user } of summaries) {
    if (clientId !== undefined) apps.add(clientId)
    if (user !== undefined) users.set(user.id, user)
  }
  return { apps: [...apps].toSorted(), users: [...users.values()] }
}

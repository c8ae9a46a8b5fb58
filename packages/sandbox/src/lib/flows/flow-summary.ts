import type { FlowGroup } from './flow-group.ts'
import type { FlowOutcome, FlowProblem, FlowService, FlowSummary, FlowUser } from './flow.ts'
import { findFlowProblems, findProblems } from './problem.ts'
import type { Trace } from './trace.ts'

/** What a summary takes from elsewhere. */
export interface SummaryContext {
  /** The e-mail address of a user of now. */
  readonly findEmail: (userId: string) => string | undefined
  /** Whether exchanges have left the journal, so that a missing beginning may be among them. */
  readonly hasLostExchanges: boolean
}

export function summarizeFlow(flow: FlowGroup, context: SummaryContext): FlowSummary {
  const { id, kind, traces, startedBy } = flow
  const clientId = traces.find((trace) => trace.clientId !== undefined)?.clientId
  const user = findUser(traces, context)
  return {
    id: String(id),
    kind,
    ...(clientId !== undefined && { clientId }),
    ...(user !== undefined && { user }),
    outcome: findOutcome(flow),
    startedAt: traces[0]?.at ?? 0,
    endedAt: traces.at(-1)?.at ?? 0,
    isBeginningMissing: isBeginningMissing(flow, context),
    services: [...new Set(traces.map((trace): FlowService => trace.service))],
    exchanges: traces.map((trace) => trace.index),
    problems: findFlowProblems(traces),
    ...(startedBy !== undefined && { startedBy: String(startedBy) }),
  }
}

function findUser(traces: readonly Trace[], { findEmail }: SummaryContext): FlowUser | undefined {
  const id = traces.findLast((trace) => trace.userId !== undefined)?.userId
  if (id === undefined) return undefined
  const email = findEmail(id)
  return { id, ...(email !== undefined && { email }) }
}

function isBeginningMissing(
  { hasLostBeginning, hasNoBeginning, traces }: FlowGroup,
  { hasLostExchanges }: SummaryContext,
): boolean {
  // A code that this sandbox never gave has no beginning that could have left.
  const isForeign = traces.some((trace) => trace.hints.some(({ code }) => code === 'code_unknown'))
  return hasLostBeginning || (hasNoBeginning && hasLostExchanges && !isForeign)
}

function findOutcome({ kind, traces }: FlowGroup): FlowOutcome {
  // What was tried again counts as it ended.
  const last = new Map(traces.map((trace) => [attemptKey(trace), trace]))
  const isFailed = [...last.values()].some((trace) => findProblems(trace).some(isFailure))
  if (isFailed) return 'failed'
  const isSignIn = kind === 'sign-in' || kind === 'silent-renewal'
  const hasTokens = traces.some((trace) => trace.given.accessToken !== undefined)
  return isSignIn && !hasTokens ? 'open' : 'succeeded'
}

function isFailure({ severity }: FlowProblem): boolean {
  return severity === 'failure'
}

/** The pages of one sign-in are one attempt. */
function attemptKey({ service, endpoint, method, path }: Trace): string {
  if (endpoint === 'authorize' || endpoint === 'form') return 'authorization'
  return [service, method, path].join(' ')
}

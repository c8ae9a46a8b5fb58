import type { RecordedExchange } from '../../journal/exchange.ts'
import { SandboxError } from '../../sandbox-error.ts'
import type { Explanation, RevealedSecrets } from '../explanation.ts'
import type { ReadFlows } from '../flows.ts'
import { findProblems } from '../problem.ts'
import type { FlowsOptions } from '../flows-options.ts'
import { traceExchange, type Trace } from '../trace.ts'
import { examine, type Examined } from './examined.ts'
import { explainExchange, listSecrets } from './explain-exchange.ts'

/** What an exchange is looked up in. */
export interface ExplainSources extends Pick<FlowsOptions, 'journal' | 'moments'> {
  readonly flows: ReadFlows
}

/** @throws {@link SandboxError} `not_found` */
export function explainRecorded(exchange: string | number, sources: ExplainSources): Explanation {
  const { recorded, trace } = find(exchange, sources)
  const flow = sources.flows.ofExchange(recorded.index)
  return explainExchange(examineInFlow(recorded, trace, sources), {
    flow: flow?.id ?? String(recorded.index),
    problems: findProblems(trace),
  })
}

/** @throws {@link SandboxError} `not_found` */
export function revealRecorded(
  exchange: string | number,
  sources: ExplainSources,
): RevealedSecrets {
  const { recorded, trace } = find(exchange, sources)
  return listSecrets(examineInFlow(recorded, trace, sources))
}

interface Found {
  readonly recorded: RecordedExchange
  readonly trace: Trace
}

function find(exchange: string | number, { journal }: ExplainSources): Found {
  const index = /^\d{1,15}$/.test(String(exchange)) ? Number(exchange) : 0
  const recorded = journal.recorded.get(index)
  const trace = recorded && traceExchange(recorded)
  if (recorded !== undefined && trace !== undefined) return { recorded, trace }
  throw new SandboxError(
    'not_found',
    `The journal holds no exchange ${JSON.stringify(String(exchange))}: it has left, since newer ones took its place, or it was cleared; flows.list() has those there are.`,
  )
}

/** With the authorization request of its flow, which has the challenge, the scopes and the redirect URI. */
function examineInFlow(
  recorded: RecordedExchange,
  trace: Trace,
  { journal, moments, flows }: ExplainSources,
): Examined {
  const others = flows.ofExchange(recorded.index)?.exchanges ?? []
  const request = others
    .filter((index) => index < recorded.index)
    .map((index) => journal.recorded.get(index))
    .find((other) => other !== undefined && traceExchange(other)?.endpoint === 'authorize')
  const requestTrace = request && traceExchange(request)
  const authorization =
    request === undefined || requestTrace === undefined
      ? undefined
      : examine(request, requestTrace, {
          moment: moments.at(request.moment),
          authorization: undefined,
        })
  return examine(recorded, trace, { moment: moments.at(recorded.moment), authorization })
}

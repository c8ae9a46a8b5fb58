import { isServiceCall, type FlowGroup } from './flow-group.ts'
import type {
  ConcludedMessage,
  FlowMessage,
  FlowParticipant,
  FlowProblem,
  SeenMessage,
} from './flow.ts'
import { hasCorsFlaw, labelRequest, labelResponse } from './message-labels.ts'
import { findFlowProblems, messageId } from './problem.ts'
import type { Trace } from './trace.ts'

/** The lines of a flow's sequence diagram, in the order in which the messages were sent. */
export function listMessages(flow: FlowGroup, isBeginningMissing: boolean): readonly FlowMessage[] {
  const { traces } = flow
  const steps = numberSteps(flow)
  const problems = findFlowProblems(traces)
  const beginning = isBeginningMissing ? concludeBeginning(traces) : []
  const messages = traces.flatMap((trace) => [
    ...concludeBefore(flow, trace, steps),
    createRequest(trace, { steps, problems }),
    createResponse(trace, { steps, problems }),
    ...concludeAfter(flow, trace),
  ])
  return [...beginning, ...messages]
}

/** The columns of the diagram: the application's side first, then the services as they come. */
export function listParticipants(messages: readonly FlowMessage[]): readonly FlowParticipant[] {
  const named = messages.flatMap(({ from, to }) => [from, to])
  return columns.filter((participant) => named.includes(participant))
}

const columns: readonly FlowParticipant[] = [
  'browser',
  'server',
  'unknown',
  'ims',
  'aem',
  'commerce',
]

/** The steps of Adobe's tutorial for single-page apps, by the id of the message that is it. */
type Steps = ReadonlyMap<string, number>

function numberSteps({ kind, traces }: FlowGroup): Steps {
  const isOfTutorial =
    kind === 'sign-in' &&
    traces.some(({ hasChallenge, responseType }) => hasChallenge && responseType === 'code') &&
    !traces.some(({ hasSecret }) => hasSecret)
  if (!isOfTutorial) return new Map()
  const first = traces.find(({ endpoint }) => endpoint === 'authorize')
  const coded = traces.find(({ given }) => given.code !== undefined)
  const exchange = traces.find(({ sent }) => sent.code !== undefined)
  const tokens = traces.find(({ sent, given }) => sent.code !== undefined && given.accessToken)
  const call = traces.find(isServiceCall)
  const steps: readonly (readonly [
    Trace | undefined,
    'before' | 'request' | 'response',
    number,
  ])[] = [
    [first, 'before', 1],
    [first, 'request', 2],
    [coded, 'response', 3],
    [exchange, 'request', 4],
    [tokens, 'response', 5],
    [call, 'request', 6],
  ]
  return new Map(
    steps.flatMap(([trace, part, step]) =>
      trace === undefined ? [] : [[messageId(trace, part), step] as const],
    ),
  )
}

/** What is known of the whole flow. */
interface FlowNotes {
  readonly steps: Steps
  readonly problems: readonly FlowProblem[]
}

function createRequest(trace: Trace, notes: FlowNotes): SeenMessage {
  const { service, sender, isPreflight } = trace
  const from = isPreflight ? 'browser' : sender
  return createSeen(trace, 'request', { from, to: service, label: labelRequest(trace), notes })
}

function createResponse(trace: Trace, notes: FlowNotes): SeenMessage {
  const { service, sender, isPreflight, status, durationMs } = trace
  const to = isPreflight ? 'browser' : sender
  return {
    ...createSeen(trace, 'response', { from: service, to, label: labelResponse(trace), notes }),
    ...(status !== undefined && { status }),
    durationMs,
  }
}

function createSeen(
  trace: Trace,
  part: SeenMessage['part'],
  {
    from,
    to,
    label,
    notes,
  }: Pick<SeenMessage, 'from' | 'to' | 'label'> & { readonly notes: FlowNotes },
): SeenMessage {
  const { index, at, fault } = trace
  const id = messageId(trace, part)
  const step = notes.steps.get(id)
  return {
    id,
    evidence: 'seen',
    exchange: index,
    part,
    from,
    to,
    label,
    ...(step !== undefined && { step }),
    at,
    ...(fault !== undefined && part === 'response' && { fault }),
    problems: notes.problems.filter(({ message }) => message === id),
  }
}

function createConcluded(
  id: string,
  from: FlowParticipant,
  to: FlowParticipant,
  text: { readonly label: string; readonly because: string; readonly step?: number | undefined },
): ConcludedMessage {
  const { label, because, step } = text
  return {
    id,
    evidence: 'concluded',
    from,
    to,
    label,
    because,
    ...(step !== undefined && { step }),
    problems: [],
  }
}

function concludeBeginning([first]: readonly Trace[]): readonly ConcludedMessage[] {
  if (first === undefined) return []
  return [
    createConcluded(messageId(first, 'beginning'), first.sender, first.service, {
      label: 'What came before has left the journal',
      because:
        'This flow must have begun with other exchanges, which newer ones have replaced or which were cleared. A greater limit of the journal keeps more.',
    }),
  ]
}

/** What the application did before its request came. */
function concludeBefore(
  { kind, traces, hasLostBeginning }: FlowGroup,
  trace: Trace,
  steps: Steps,
): readonly ConcludedMessage[] {
  const { endpoint, sender, isFramed, hasChallenge } = trace
  if (endpoint !== 'authorize' || trace !== traces[0] || hasLostBeginning) return []
  const id = messageId(trace, 'before')
  const proof = hasChallenge ? 'It made a code verifier first, and sends only its hash. ' : ''
  if (isFramed) {
    return [
      createConcluded(id, sender, sender, {
        label: 'The page loads IMS in a frame',
        because: `${proof}The browser said so in Sec-Fetch-Dest.`,
        step: steps.get(id),
      }),
    ]
  }
  return [
    createConcluded(id, sender, sender, {
      label:
        kind === 'sign-in'
          ? 'The application sends the user to IMS'
          : 'The application asks without a page',
      because: `${proof}Whether it leads the same tab there or opens a popup cannot be seen: the request is the same.`,
      step: steps.get(id),
    }),
  ]
}

/** What must have followed the answer. */
function concludeAfter({ traces }: FlowGroup, trace: Trace): readonly ConcludedMessage[] {
  const id = messageId(trace, 'after')
  if (hasCorsFlaw(trace) && trace.sender === 'browser') return [concludeUnreadable(id, trace)]
  if (trace.given.code === undefined) return []
  const exchange = traces.find(({ sent }) => sent.code === trace.given.code)
  if (exchange === undefined) return []
  const to = exchange.sender === 'server' ? 'server' : trace.sender
  return [
    createConcluded(id, trace.sender, to, {
      label: `The browser opens ${trace.location ?? 'the redirect URI'} with the code`,
      because: `The code came back in the token request, exchange ${exchange.index}. How the redirect page handed it over cannot be seen.`,
    }),
  ]
}

function concludeUnreadable(id: string, { isPreflight }: Trace): ConcludedMessage {
  return createConcluded(id, 'browser', 'browser', {
    label: isPreflight
      ? 'The browser does not send the request'
      : 'The browser keeps the answer from the page',
    because: isPreflight
      ? 'The answer to the preflight does not allow it. The page sees a network error without a reason.'
      : 'The answer has no Access-Control-Allow-Origin for the page. The page sees a network error without a reason.',
  })
}

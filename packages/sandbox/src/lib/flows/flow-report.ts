import type { Sandbox } from '../sandbox.ts'
import type { Flow, FlowMessage } from './flow.ts'

/** What test runners print of a sandbox when a test has failed: the newest flows, and where each can be seen. */
export async function reportFlows(sandbox: Pick<Sandbox, 'flows' | 'flowUrl'>): Promise<string> {
  const { flows, total } = await sandbox.flows.list({ limit: reportedFlows })
  if (flows.length === 0) return 'The sandbox was not asked for anything in this test.'
  const whole = await Promise.all(flows.toReversed().map(({ id }) => sandbox.flows.get(id)))
  const heading =
    total > flows.length
      ? `What the sandbox saw in this test, the newest ${flows.length} of ${total} flows:`
      : 'What the sandbox saw in this test:'
  return [heading, ...whole.map((flow) => describeFlow(flow, sandbox.flowUrl(flow.id)))].join(
    '\n\n',
  )
}

const reportedFlows = 5
const reportedMessages = 12

function describeFlow({ kind, clientId, user, outcome, messages }: Flow, url: string): string {
  const about = [clientId, user?.email ?? user?.id].filter((text) => text !== undefined)
  const seen = messages.filter(
    ({ problems, evidence }) => evidence === 'seen' || problems.length > 0,
  )
  const left = seen.length - reportedMessages
  return [
    `${[kind, ...about].join(', ')}: ${outcome}`,
    ...(isReachable(url) ? [`  ${url}`] : []),
    ...(left > 0 ? [`  … ${left} messages before`] : []),
    ...seen.slice(-reportedMessages).flatMap(describeMessage),
  ].join('\n')
}

function describeMessage({ from, to, label, problems }: FlowMessage): readonly string[] {
  return [
    `  ${from} → ${to}  ${label}`,
    ...problems.map(
      ({ severity, code, what, change }) =>
        `    ${severity === 'failure' ? '✗' : '!'} ${code}: ${what} ${change}`,
    ),
  ]
}

/** A sandbox that does not listen has pages for the browser under test only, which is told of it elsewhere. */
function isReachable(url: string): boolean {
  return !url.startsWith('https://sandbox.test/')
}

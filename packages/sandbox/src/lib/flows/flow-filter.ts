import { invalidConfiguration } from '../sandbox-error.ts'
import type { FlowGroup } from './flow-group.ts'
import type { FlowFilter, FlowSummary } from './flow.ts'
import { labelRequest, labelResponse } from './message-labels.ts'

/** Whether a flow agrees with everything that a filter names, text apart. */
export function agreesWith(
  filter: FlowFilter,
  userId: string | undefined,
): (flow: FlowSummary) => boolean {
  requireKnownNames(filter)
  const { kind, app, service, outcome, since } = filter
  return (flow) =>
    agrees(kind, flow.kind) &&
    agrees(app, flow.clientId) &&
    agrees(userId, flow.user?.id) &&
    agrees(outcome, flow.outcome) &&
    (service === undefined || flow.services.includes(service)) &&
    (since === undefined || flow.endedAt >= since)
}

/** The text in which text is looked for, in lower case; secrets are fingerprints in it. */
export function searchableText(
  { traces }: FlowGroup,
  { id, kind, clientId, user, problems }: FlowSummary,
  showParameters: (index: number) => string,
): string {
  const texts = [
    id,
    kind,
    clientId,
    user?.id,
    user?.email,
    ...problems.flatMap(({ code, what, change, about }) => [code, what, change, about]),
    ...traces.flatMap((trace) => [
      labelRequest(trace),
      labelResponse(trace),
      trace.origin,
      trace.debugId,
      showParameters(trace.index),
    ]),
  ]
  return texts.join('\n').toLowerCase()
}

function agrees<Value>(wanted: Value | undefined, actual: Value | undefined): boolean {
  return wanted === undefined || wanted === actual
}

const names: Readonly<Record<keyof FlowFilter, true>> = {
  kind: true,
  app: true,
  user: true,
  service: true,
  outcome: true,
  text: true,
  since: true,
  limit: true,
}

/** TypeScript reports these, JavaScript does not. */
function requireKnownNames(filter: FlowFilter): void {
  const unknown = Object.keys(filter).find((name) => !Object.hasOwn(names, name))
  if (unknown === undefined) return
  throw invalidConfiguration(
    `Flows cannot be filtered by ${JSON.stringify(unknown)}: use ${Object.keys(names).join(', ')}.`,
  )
}

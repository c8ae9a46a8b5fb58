import type { Deploy, Exchange, SandboxEvent } from '@mudbrick/sandbox'

import type { Terminal } from './terminal.ts'

/** What the terminal says of an event: requests with their hints, and deploys; nothing of the others. */
export function formatEvent(event: SandboxEvent, style: Terminal['style']): readonly string[] {
  if (event.type === 'exchange') return formatExchange(event.exchange, style)
  return event.type === 'deploy' ? formatDeploy(event.deploy, style) : []
}

function formatExchange(
  { status, service, method, path, clientId, hints, fault }: Exchange,
  style: Terminal['style'],
): readonly string[] {
  const shown = status === undefined ? '---' : String(status)
  const isGood = status !== undefined && status < 400
  const about = [clientId, fault].filter((text) => text !== undefined).join(', ')
  return [
    `  ${style(isGood ? 'green' : 'red', shown)}  ${service.padEnd(8)}  ${method} ${path}${about && `  ${style('dim', about)}`}`,
    ...hints.map(
      ({ code, message, about: name }) =>
        `       ${style('dim', `${code}${name === undefined ? '' : ` (${name})`}: ${message}`)}`,
    ),
  ]
}

/** A deploy in full: what changed, what is refused and why, and which file lies in the wrong place. */
export function formatDeploy(
  { pipeline, outcome, changes, problems, notices }: Deploy,
  style: Terminal['style'],
): readonly string[] {
  const isRefused = outcome === 'refused'
  const result = isRefused ? 'refused; what was in force stays' : 'deployed'
  return [
    `  ${style(isRefused ? 'red' : 'green', `Deploy by the ${pipeline} pipeline: ${result}.`)}`,
    ...changes.map((change) => `       ${change}`),
    ...problems.map((problem) => `       ${problem}`),
    ...notices.map((notice) => `       ${style('dim', notice)}`),
  ]
}

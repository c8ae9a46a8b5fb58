import { parseClientAllowList } from '../../../aem/client-allow-list.ts'
import type { ExplainedCheck } from '../../explanation.ts'
import { pages } from '../../sentences/sentence-table.ts'
import type { Examined } from '../examined.ts'
import { fact, step, unknownCheck } from './check-parts.ts'

const title = 'Allow-list: may this application call AEM?'

/** The client ids of `api.yaml`, and the one of the token. */
export function explainAllowList({
  service,
  moment,
  token,
  trace,
}: Examined): ExplainedCheck | undefined {
  const clientId = token?.claims['client_id']
  if (service !== 'aem' || typeof clientId !== 'string' || trace.isPreflight) return undefined
  if (
    trace.hints.some(
      ({ code }) => code.startsWith('access_token_') && code !== 'access_token_scope_missing',
    )
  ) {
    return undefined
  }
  if (moment === undefined) return unknownCheck('allow-list', title)
  const { clientAllowList, environment } = moment.aemFiles
  const allowed = parseClientAllowList(clientAllowList, environment)
  const isAllowed = allowed.has(clientId)
  return {
    kind: 'allow-list',
    title,
    verdict: isAllowed ? 'passed' : 'failed',
    summary: isAllowed
      ? `${clientId} is in allowedClientIDs of api.yaml.`
      : `${clientId} is not in allowedClientIDs of api.yaml for the environment type ${environment}: add it under author, and deploy the configuration pipeline.`,
    steps: [
      fact('The client id of the access token', clientId),
      ...[...allowed].map((entry) =>
        entry === clientId
          ? step(`allowedClientIDs.author: ${entry}`, true, ['is it', ''])
          : fact(`allowedClientIDs.author: ${entry}`, 'is another'),
      ),
    ],
    source: pages.aemApis,
  }
}

import { statusText } from './status-text.ts'
import { collectSecrets } from '../../journal/redact.ts'
import { shapeExchange, type Exchange } from '../../journal/exchange.ts'
import { isObject } from '../../wire/json-body.ts'
import type { DecodedToken, Explanation, ExplainedCheck, RevealedSecrets } from '../explanation.ts'
import type { FlowProblem } from '../flow.ts'
import { describeRequestBody, describeResponseBody } from './bodies.ts'
import { explainAccessToken } from './checks/access-token-check.ts'
import { explainAllowList } from './checks/allow-list-check.ts'
import { explainCors } from './checks/cors-check.ts'
import { explainProofKey } from './checks/proof-key-check.ts'
import { explainRedirectUri } from './checks/redirect-uri-check.ts'
import { explainRight } from './checks/right-check.ts'
import { explainScopes } from './checks/scopes-check.ts'
import { writeCurl } from './curl.ts'
import { decodeToken, type TokenSpot } from './decode-token.ts'
import type { Examined } from './examined.ts'
import { listRequestFields, listResponseFields } from './fields.ts'
import { findTitle } from './titles.ts'

/** What an explanation needs to know of the flow. */
export interface ExplainOptions {
  readonly flow: string
  readonly problems: readonly FlowProblem[]
}

export function explainExchange(
  exchange: Examined,
  { flow, problems }: ExplainOptions,
): Explanation {
  const shown = shapeExchange(exchange.recorded)
  return {
    exchange: shown,
    flow,
    ...findTitle(exchange.trace),
    request: {
      line: `${shown.method} ${shown.url}`,
      fields: listRequestFields(exchange, problems),
      ...describeRequestBody(exchange),
    },
    ...(shown.status !== undefined && {
      response: {
        line: statusText(shown.status),
        fields: listResponseFields(exchange, problems),
        ...describeResponseBody(exchange),
      },
    }),
    checks: listChecks(exchange),
    tokens: listTokens(exchange),
    problems,
    hasSecrets: listSecrets(exchange).secrets.length > 0,
    curl: writeCurl(exchange),
  }
}

/** Every secret that an explanation masks. */
export function listSecrets(exchange: Examined): RevealedSecrets {
  const secrets = collectSecrets(() => {
    const shown: Exchange = shapeExchange(exchange.recorded)
    return [
      shown,
      listRequestFields(exchange, []),
      listResponseFields(exchange, []),
      listChecks(exchange),
    ]
  })
  return {
    exchange: exchange.recorded.index,
    secrets: [...secrets].map(([shown, value]) => ({ shown, value })),
  }
}

const checks: readonly ((exchange: Examined) => ExplainedCheck | undefined)[] = [
  explainRedirectUri,
  explainProofKey,
  explainCors,
  explainAccessToken,
  explainAllowList,
  explainScopes,
  explainRight,
]

/** A fault that answers in the place of a service has checked nothing. */
function listChecks(exchange: Examined): readonly ExplainedCheck[] {
  return checks.map((explain) => explain(exchange)).filter((check) => check !== undefined)
}

function listTokens(exchange: Examined): readonly DecodedToken[] {
  const { bearer, query, form, answer } = exchange
  const location = exchange.answerHeader('location')
  const [, parameters = ''] = /^[^?#]*[?#](.*)$/s.exec(location ?? '') ?? []
  const sent = [...query, ...form].map(([name, value]) => [name, value, 'request'] as const)
  const redirected = [...new URLSearchParams(parameters.replace('#', '&'))].map(
    ([name, value]) => [name, value, 'response'] as const,
  )
  const given = Object.entries(isObject(answer) ? answer : {}).map(
    ([name, value]) => [name, typeof value === 'string' ? value : '', 'response'] as const,
  )
  const found: readonly (readonly [string, string, TokenSpot['part']])[] = [
    ...(bearer === undefined ? [] : [['bearer', bearer, 'request'] as const]),
    ...sent,
    ...redirected,
    ...given,
  ]
  return found
    .map(([name, text, part]) => decodeToken(text, { name, part }))
    .filter((token) => token !== undefined)
}

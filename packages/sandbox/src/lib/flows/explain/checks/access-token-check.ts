import type { HintCode } from '../../../journal/hints.ts'
import { redactValue } from '../../../journal/redact.ts'
import type { CheckStep, ExplainedCheck } from '../../explanation.ts'
import { rfc } from '../../sentences/sentence-table.ts'
import { readLifetime } from '../decode-token.ts'
import type { Examined } from '../examined.ts'
import { instantInWords, spanInWords } from '../words.ts'
import { fact, step } from './check-parts.ts'

/** Whether the access token is one, still valid, and not ended. */
export function explainAccessToken(exchange: Examined): ExplainedCheck | undefined {
  const { bearer, recorded, trace, service, token } = exchange
  const isAsked = service !== 'ims' || callsWithToken.has(trace.endpoint ?? '')
  if (!isAsked || trace.isPreflight || trace.fault !== undefined) return undefined
  const flaw = recorded.hints.find(({ code }) => flaws.has(code))?.code
  if (bearer === undefined && flaw === undefined) return undefined
  return {
    kind: 'access-token',
    title: 'Access token: is it good?',
    verdict: flaw === undefined ? 'passed' : 'failed',
    summary: flaw === undefined ? 'The access token is good.' : (flaws.get(flaw) ?? ''),
    steps:
      bearer === undefined
        ? [{ what: 'Authorization: Bearer', result: 'was not sent', verdict: 'failed' }]
        : [
            fact('The token', redactValue('bearer', bearer)),
            ...(token === undefined ? [] : lifetimeSteps(exchange)),
            step('Signed by this sandbox', flaw !== 'access_token_unknown', ['yes', 'no']),
            step('Revoked, or ended with its sign-in', flaw !== 'access_token_ended', [
              'no',
              'yes',
            ]),
          ],
    source: rfc(6750, '3.1'),
  }
}

const callsWithToken: ReadonlySet<string> = new Set(['userinfo', 'profile', 'organizations'])

const flaws: ReadonlyMap<HintCode, string> = new Map([
  ['access_token_missing', 'No access token was sent: send Authorization: Bearer.'],
  [
    'access_token_unknown',
    'This sandbox did not sign the token: sign in again, as after each of its starts.',
  ],
  ['access_token_expired', 'The token has expired: renew it before that.'],
  ['access_token_ended', 'The token was revoked, or ended with its sign-in: sign in again.'],
  [
    'access_token_orphaned',
    'The user or the client of the token is no longer there: sign in again.',
  ],
])

function lifetimeSteps({ token, recorded }: Examined): readonly CheckStep[] {
  const { issuedAt, expiresAt } = token === undefined ? {} : readLifetime(token)
  if (issuedAt === undefined || expiresAt === undefined) return []
  const left = expiresAt - recorded.at
  return [
    fact('created_at', instantInWords(issuedAt) ?? ''),
    fact('created_at + expires_in, both in milliseconds', instantInWords(expiresAt) ?? ''),
    step(`At ${instantInWords(recorded.at)}, the time of the request`, left > 0, [
      `valid for another ${spanInWords(left)}`,
      `expired ${spanInWords(left)}`,
    ]),
  ]
}

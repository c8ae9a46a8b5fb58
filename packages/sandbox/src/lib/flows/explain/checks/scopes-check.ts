import { parseScopes } from '../../../ims/scope.ts'
import { redactText } from '../../../journal/redact.ts'
import type { CheckStep, ExplainedCheck } from '../../explanation.ts'
import { pages } from '../../sentences/sentence-table.ts'
import { parseJwt } from '../decode-token.ts'
import type { Examined } from '../examined.ts'
import { isObject } from '../../../wire/json-body.ts'
import { unknownCheck } from './check-parts.ts'

const title = 'Scopes: asked, granted, missing'

/** Which scopes were asked for, which the credential has and a token holds, and which are missing. */
export function explainScopes(exchange: Examined): ExplainedCheck | undefined {
  const { trace, service, moment, credential, parameter, authorization } = exchange
  if (service !== 'ims') return explainNeeded(exchange)
  const asked = readScopes(parameter('scope') ?? authorization?.parameter('scope'))
  if (asked.length === 0) return undefined
  const granted = readGranted(exchange)
  if (granted !== undefined) {
    return createCheck(asked, new Set(granted), ['granted', 'not granted'])
  }
  const isAsking =
    trace.endpoint === 'authorize' ||
    trace.endpoint === 'form' ||
    trace.endpoint === 'session-token' ||
    trace.grantType === 'client_credentials'
  if (!isAsking) return undefined
  if (moment === undefined) return unknownCheck('scopes', title)
  if (credential === undefined) return undefined
  return createCheck(asked, new Set(credential.scopes), [
    'the credential has it',
    'the credential does not have it',
  ])
}

/** The scopes as they may be shown: anything may have been sent as one. */
function readScopes(scope: string | undefined): readonly string[] {
  return parseScopes(scope).map(redactText)
}

/** What the access token that the answer gives says. */
function readGranted({ answer }: Examined): readonly string[] | undefined {
  const token = isObject(answer) ? answer['access_token'] : undefined
  const scope = typeof token === 'string' ? parseJwt(token)?.claims['scope'] : undefined
  return typeof scope === 'string' ? readScopes(scope) : undefined
}

function createCheck(
  asked: readonly string[],
  there: ReadonlySet<string>,
  [good, bad]: readonly [string, string],
): ExplainedCheck {
  const missing = asked.filter((scope) => !there.has(scope))
  const beyond = [...there].filter((scope) => !asked.includes(scope))
  const isGrant = good === 'granted'
  return {
    kind: 'scopes',
    title,
    verdict: missing.length === 0 ? 'passed' : 'failed',
    summary:
      missing.length === 0
        ? `All ${asked.length} scopes that were asked for are there.`
        : `${missing.join(', ')}: asked for and not there; add it to the credential, or do not ask for it.`,
    steps: [
      ...asked.map((scope): CheckStep => {
        const isThere = there.has(scope)
        return { what: scope, result: isThere ? good : bad, verdict: isThere ? 'passed' : 'failed' }
      }),
      ...(isGrant ? [] : beyond).map((scope): CheckStep => ({
        what: scope,
        result: 'not asked for',
        verdict: 'skipped',
      })),
    ],
    source: pages.userIms,
  }
}

/** At AEM and Commerce: the scope that the call needs and the token lacks. */
function explainNeeded({ recorded, token }: Examined): ExplainedCheck | undefined {
  const held = token?.claims['scope']
  if (typeof held !== 'string') return undefined
  const needed = recorded.hints.find(({ code }) => code === 'access_token_scope_missing')?.about
  const steps = readScopes(held).map((scope): CheckStep => ({
    what: scope,
    result: 'in the token',
    verdict: 'skipped',
  }))
  if (needed === undefined) {
    return {
      kind: 'scopes',
      title: 'Scopes: does the token have the one that is needed?',
      verdict: 'passed',
      summary: 'The token lacks no scope that this call needs.',
      steps,
      source: pages.aemHowTo,
    }
  }
  return {
    kind: 'scopes',
    title: 'Scopes: does the token have the one that is needed?',
    verdict: 'failed',
    summary: `The call needs ${needed}, which the token does not have: ask for it at the sign-in.`,
    steps: [{ what: needed, result: 'missing', verdict: 'failed' }, ...steps],
    source: pages.aemHowTo,
  }
}

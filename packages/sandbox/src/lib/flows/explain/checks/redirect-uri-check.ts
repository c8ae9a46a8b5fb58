import {
  isLoopbackOfNative,
  isWrittenAsRead,
  resolveRedirectUri,
} from '../../../ims/redirect-uri-pattern.ts'
import { redactUrl } from '../../../journal/redact.ts'
import { isUserCredential, type UserCredential } from '../../../state/credential.ts'
import { compileRedirectUriPattern } from '../../../wire/regular-expression.ts'
import type { CheckStep, ExplainedCheck } from '../../explanation.ts'
import { pages, rfc } from '../../sentences/sentence-table.ts'
import type { Examined } from '../examined.ts'
import { fact, step, unknownCheck } from './check-parts.ts'

/** Where the browser is sent: the patterns in their order, then the default one. */
export function explainRedirectUri(exchange: Examined): ExplainedCheck | undefined {
  const { trace } = exchange
  if (trace.endpoint === 'authorize' || trace.endpoint === 'form') return explainChoice(exchange)
  return trace.grantType === 'authorization_code' ? explainSameness(exchange) : undefined
}

const title = 'Redirect URI: where does IMS send the browser?'

function explainChoice({ parameter, moment, credential }: Examined): ExplainedCheck | undefined {
  if (moment === undefined) return unknownCheck('redirect-uri', title)
  if (credential === undefined || !isUserCredential(credential)) return undefined
  const requested = parameter('redirect_uri')
  const { uri, isDefault } = resolveRedirectUri(credential, requested, moment.behavior)
  const isRefused = isDefault && moment.behavior.unregisteredRedirectUri === 'refuse'
  // Without an address the default one is what the application counts on.
  const unmatched = requested === undefined && !isRefused ? 'weak' : 'failed'
  return {
    kind: 'redirect-uri',
    title,
    verdict: isDefault ? unmatched : 'passed',
    summary: summarize(requested, uri, { isDefault, isRefused }),
    steps: [
      ...(requested === undefined
        ? [fact('redirect_uri', 'was not sent')]
        : readSteps(credential, requested, moment.behavior.nativeLoopback === 'refuse')),
      step(`The default redirect URI ${credential.defaultRedirectUri}`, !isDefault, [
        requested?.split('#', 1)[0] === credential.defaultRedirectUri
          ? 'is the one asked for'
          : 'is not needed',
        isRefused ? 'is not taken in its place, by the behavior strict' : 'is taken in its place',
      ]),
    ],
    source: pages.userGuide,
  }
}

function summarize(
  requested: string | undefined,
  uri: string,
  { isDefault, isRefused }: { readonly isDefault: boolean; readonly isRefused: boolean },
): string {
  if (isRefused) return 'The redirect URI is not registered, and the request is refused.'
  if (!isDefault) return `The browser goes to ${redactUrl(uri)}, as it was asked.`
  const asked =
    requested === undefined ? 'no address was sent' : `${redactUrl(requested)} matches nothing`
  return `The browser goes to the default redirect URI ${redactUrl(uri)}, because ${asked}: register a pattern for the address that the application uses.`
}

function readSteps(
  credential: UserCredential,
  requested: string,
  isLoopbackRefused: boolean,
): readonly CheckStep[] {
  const [address = ''] = requested.split('#', 1)
  const shown = redactUrl(address)
  const patterns = credential.redirectUriPatterns.map((pattern) => {
    const isMatch = compileRedirectUriPattern(pattern, `Credential ${credential.clientId}`).matches(
      address,
    )
    return {
      what: `The pattern ${pattern}`,
      result: isMatch ? 'matches the whole address' : 'does not match the whole address',
      verdict: isMatch ? 'passed' : 'skipped',
    } as const
  })
  return [
    step(`A browser reads ${shown}`, isWrittenAsRead(address), [
      'as it is written',
      'differently from how it is written, so it matches nothing',
    ]),
    ...(isLoopbackOfNative(credential, address)
      ? [
          step('An address on this computer, of a native app', !isLoopbackRefused, [
            'is allowed',
            'is refused by IMS',
          ]),
        ]
      : []),
    ...(patterns.length === 0 ? [fact('Patterns', 'the credential has none')] : patterns),
  ]
}

function explainSameness({
  parameter,
  authorization,
  moment,
}: Examined): ExplainedCheck | undefined {
  const sent = parameter('redirect_uri')
  if (sent === undefined || authorization === undefined) return undefined
  const requested = authorization.parameter('redirect_uri')
  const { credential } = authorization
  const resolved =
    moment !== undefined && credential !== undefined && isUserCredential(credential)
      ? resolveRedirectUri(credential, requested, moment.behavior).uri
      : undefined
  const isSame = sent === requested || sent === resolved
  return {
    kind: 'redirect-uri',
    title: 'Redirect URI: is it the one of the authorization request?',
    verdict: isSame ? 'passed' : 'failed',
    summary: isSame
      ? 'The token request names the redirect URI to which the code was sent.'
      : 'The token request names another redirect URI than the authorization request: send the same, character by character.',
    steps: [
      fact('The token request', redactUrl(sent)),
      fact(
        `The authorization request, exchange ${authorization.recorded.index}`,
        requested === undefined ? 'sent none' : redactUrl(requested),
      ),
      step('Both', isSame, ['agree', 'are different']),
    ],
    source: rfc(6749, '4.1.3'),
  }
}

import { isCodeVerifier } from '../../../ims/token/authorization-code-grant.ts'
import { redactValue } from '../../../journal/redact.ts'
import { sha256 } from '../../../node/sha256.ts'
import type { ExplainedCheck } from '../../explanation.ts'
import { rfc } from '../../sentences/sentence-table.ts'
import type { Examined } from '../examined.ts'
import { fact, step } from './check-parts.ts'

/** RFC 7636, worked out: this verifier, hashed, is this challenge. */
export function explainProofKey(exchange: Examined): ExplainedCheck | undefined {
  const { trace, parameter } = exchange
  if (trace.endpoint === 'authorize') return explainChallenge(exchange)
  if (trace.grantType !== 'authorization_code') return undefined
  const verifier = parameter('code_verifier')
  const challenge = exchange.authorization?.parameter('code_challenge')
  if (verifier === undefined && challenge === undefined) return undefined
  return explainVerifier(exchange, verifier, challenge)
}

const title = 'PKCE: does the verifier belong to the challenge?'

function explainChallenge({ parameter }: Examined): ExplainedCheck | undefined {
  const challenge = parameter('code_challenge')
  if (challenge === undefined) return undefined
  const method = parameter('code_challenge_method') ?? 'plain'
  const isHashed = method === 'S256'
  const isWellFormed = isHashed ? /^[\w-]{43}$/.test(challenge) : isCodeVerifier(challenge)
  const good = isHashed ? 'passed' : 'weak'
  const verdict = isWellFormed ? good : 'failed'
  return {
    kind: 'pkce',
    title: 'PKCE: is the challenge a good one?',
    verdict,
    summary: summaries[verdict],
    steps: [
      step(`The method ${method}`, isHashed, ['hashes the verifier', 'shows the verifier itself']),
      step(`The challenge has ${challenge.length} characters`, isWellFormed, [
        'as the method gives',
        'which the method cannot give',
      ]),
    ],
    source: rfc(7636, '4.3'),
  }
}

const summaries = {
  passed: 'The challenge is a hash: who reads this address cannot exchange the code.',
  weak: 'The challenge is the verifier itself, so who reads this address can exchange the code: name S256.',
  failed: 'This is not a challenge: hash the verifier with SHA-256 and write it as base64url.',
}

function explainVerifier(
  { authorization }: Examined,
  verifier: string | undefined,
  challenge: string | undefined,
): ExplainedCheck {
  const source = rfc(7636, '4.6')
  if (authorization === undefined) {
    return {
      kind: 'pkce',
      title,
      verdict: 'unknown',
      summary: 'The authorization request with the challenge has left the journal.',
      steps: [],
      source,
    }
  }
  if (verifier === undefined || challenge === undefined) {
    const summary =
      verifier === undefined
        ? 'The code was asked for with a challenge, and the token request has no verifier.'
        : 'A verifier came, and the code was asked for without a challenge.'
    return { kind: 'pkce', title, verdict: 'failed', summary, steps: [], source }
  }
  const isHashed = authorization.parameter('code_challenge_method') === 'S256'
  const answer = isHashed ? sha256(verifier).toString('base64url') : verifier
  const shownVerifier = redactValue('code_verifier', verifier)
  const isRight = isCodeVerifier(verifier) && answer === challenge
  const good = isHashed ? 'passed' : 'weak'
  const show = (text: string): string => (isHashed ? text : redactValue('code_challenge', text))
  return {
    kind: 'pkce',
    title,
    verdict: isRight ? good : 'failed',
    summary: isRight
      ? 'This verifier is that of the challenge: the application that exchanges the code is the one that asked for it.'
      : 'This verifier is not that of the challenge: keep the verifier whose hash was sent, one for each sign-in.',
    steps: [
      step(
        `The verifier ${shownVerifier} has ${verifier.length} characters`,
        isCodeVerifier(verifier),
        ['of 43 to 128 unreserved ones', 'and not 43 to 128 unreserved ones'],
      ),
      fact(
        isHashed ? 'Its SHA-256, as base64url' : 'With the method plain it stays as it is',
        show(answer),
      ),
      fact(
        `The challenge of the authorization request, exchange ${authorization.recorded.index}`,
        show(challenge),
      ),
      step('Both', answer === challenge, ['are the same', 'are different']),
    ],
    source,
  }
}

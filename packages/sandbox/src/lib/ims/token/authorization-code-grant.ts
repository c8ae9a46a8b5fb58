import type { HintCode } from '../../journal/hints.ts'
import { isConstantTimeEqual, sha256 } from '../../node/sha256.ts'
import type { AuthorizationCodeGrant, CodeChallenge } from '../../state/authorization-code.ts'
import { isPublicClient } from '../../state/credential.ts'
import { readRequired } from '../client-form.ts'
import { imsError } from '../ims-answer.ts'
import { isExpiredByItsWord } from '../jwt/jwt-shaped-secret.ts'
import { respondWithTokens, type TokenContext } from './token-response.ts'

/** RFC 6749 §4.1.3: exchanges a code, once, for tokens. */
export async function grantByAuthorizationCode(context: TokenContext): Promise<Response> {
  const { parameters, credential, services } = context
  const code = readRequired(context, parameters, 'code')
  if (code === undefined) return imsError(400, 'invalid_request')
  const grant = services.state.authorizationCodes.take(code, credential.clientId)
  if (grant === undefined) {
    context.hint(explainCode(context, code))
    endTokensOfUsedCode(context, code)
    return refuseCode(context)
  }
  if (!isRedirectUriRight(context, grant)) return refuseCode(context)
  if (!isProofRight(context, grant)) {
    context.hint(explainVerifier(context, grant))
    return refuseCode(context)
  }
  return respondWithTokens(context, grant)
}

/** The only live evidence for a bad code is of version 1; RFC 6749 §5.2 for the others (inferred). */
function refuseCode({ version, services }: TokenContext): Response {
  return imsError(400, version === 'v1' ? services.behavior.badCodeError : 'invalid_grant')
}

function explainCode({ credential, services }: TokenContext, code: string): HintCode {
  const { authorizationCodes } = services.state
  if (authorizationCodes.findUsed(code, credential.clientId) !== undefined) return 'code_reused'
  if (authorizationCodes.find(code) !== undefined) return 'code_of_other_client'
  return isExpiredByItsWord(code, services.clock) ? 'code_expired' : 'code_unknown'
}

function explainVerifier({ parameters }: TokenContext, grant: AuthorizationCodeGrant): HintCode {
  const verifier = parameters.get('code_verifier')
  if (verifier === undefined) return 'verifier_missing'
  if (grant.codeChallenge === undefined) return 'verifier_unexpected'
  return isCodeVerifier(verifier) ? 'verifier_mismatch' : 'verifier_malformed'
}

/** RFC 6749 §4.1.2: a code that is used twice may have been stolen, and so may the tokens it gave. */
function endTokensOfUsedCode({ credential, services }: TokenContext, code: string): void {
  const used = services.state.authorizationCodes.findUsed(code, credential.clientId)
  if (used === undefined || services.behavior.reusedCode === 'refuse') return
  services.state.refreshTokens.revoke(used.grantId)
  services.state.accessTokens.endGrant(used.grantId)
}

function isRedirectUriRight(context: TokenContext, grant: AuthorizationCodeGrant): boolean {
  const sent = context.parameters.get('redirect_uri')
  if (sent === undefined) {
    if (context.services.behavior.tokenRequestRedirectUri === 'optional') return true
    context.hint('parameter_missing', 'redirect_uri')
    return false
  }
  const isRight = sent === grant.requestedRedirectUri || sent === grant.redirectUri
  if (!isRight) context.hint('redirect_uri_mismatch')
  return isRight
}

function isProofRight(
  { parameters, credential, services }: TokenContext,
  grant: AuthorizationCodeGrant,
): boolean {
  const verifier = parameters.get('code_verifier')
  const isIgnored =
    grant.codeChallenge === undefined &&
    !isPublicClient(credential) &&
    services.behavior.verifierWithoutChallenge === 'accept'
  return isIgnored || isProven(grant.codeChallenge, verifier)
}

/** Whether the verifier answers the challenge (RFC 7636 §4.6). A verifier without a challenge does not. */
export function isProven(
  challenge: CodeChallenge | undefined,
  verifier: string | undefined,
): boolean {
  if (challenge === undefined) return verifier === undefined
  if (verifier === undefined || !isCodeVerifier(verifier)) return false
  const answer = challenge.method === 'S256' ? sha256(verifier).toString('base64url') : verifier
  return isConstantTimeEqual(answer, challenge.value)
}

/** RFC 7636 §4.1. */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(text)
}

import type { AuthorizationCodeGrant } from '../../state/authorization-code.ts'
import { isPublicClient } from '../../state/credential.ts'
import { imsError } from '../ims-error.ts'
import { isProven } from './proof-key.ts'
import type { TokenContext } from './token-context.ts'
import { respondWithTokens } from './token-response.ts'

/** RFC 6749 §4.1.3: exchanges a code, once, for tokens. */
export async function grantByAuthorizationCode(context: TokenContext): Promise<Response> {
  const { parameters, credential, services } = context
  const code = parameters.get('code')
  if (code === undefined) return imsError(400, 'invalid_request')
  const grant = services.state.authorizationCodes.take(code, credential.clientId)
  if (grant === undefined) {
    endTokensOfUsedCode(context, code)
    return refuseCode(context)
  }
  if (!isRedirectUriRight(context, grant)) return refuseCode(context)
  if (!(await isProofRight(context, grant))) return refuseCode(context)
  return respondWithTokens(context, grant)
}

/** The only live evidence for a bad code is of version 1; RFC 6749 §5.2 for the others (inferred). */
function refuseCode({ version, services }: TokenContext): Response {
  return imsError(400, version === 'v1' ? services.behavior.badCodeError : 'invalid_grant')
}

/** RFC 6749 §4.1.2: a code that comes twice may have been stolen, and what it gave with it. */
function endTokensOfUsedCode({ credential, services }: TokenContext, code: string): void {
  const used = services.state.authorizationCodes.findUsed(code, credential.clientId)
  if (used === undefined || services.behavior.reusedCode === 'refuse') return
  services.state.refreshTokens.revoke(used.grantId)
  services.state.accessTokens.revokeGrant(used.grantId)
}

function isRedirectUriRight(context: TokenContext, grant: AuthorizationCodeGrant): boolean {
  const sent = context.parameters.get('redirect_uri')
  if (sent === undefined) return context.services.behavior.tokenRequestRedirectUri === 'optional'
  return sent === grant.requestedRedirectUri || sent === grant.redirectUri
}

function isProofRight(
  { parameters, credential, services }: TokenContext,
  grant: AuthorizationCodeGrant,
): boolean | Promise<boolean> {
  const verifier = parameters.get('code_verifier')
  const isIgnored =
    grant.codeChallenge === undefined &&
    !isPublicClient(credential) &&
    services.behavior.verifierWithoutChallenge === 'accept'
  return isIgnored || isProven(grant.codeChallenge, verifier)
}

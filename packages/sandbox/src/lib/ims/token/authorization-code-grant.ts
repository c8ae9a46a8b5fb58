import type { AuthorizationCodeGrant } from '../../state/authorization-code.ts'
import { imsError } from '../ims-error.ts'
import { createIdToken } from '../jwt/id-token.ts'
import { isProven } from './proof-key.ts'
import type { TokenContext } from './token-context.ts'

/** RFC 6749 §4.1.3: exchanges a code, once, for tokens. */
export async function grantByAuthorizationCode(context: TokenContext): Promise<Response> {
  const { parameters, credential, services } = context
  const code = parameters.get('code')
  if (code === undefined) return imsError(400, 'invalid_request')
  const grant = services.state.authorizationCodes.take(code, credential.clientId)
  if (grant === undefined || !isRedirectUriRight(context, grant))
    return imsError(400, 'invalid_grant')
  if (!(await isProven(grant.codeChallenge, parameters.get('code_verifier')))) {
    return imsError(400, 'invalid_grant')
  }
  return respondWithTokens(context, grant)
}

function isRedirectUriRight(context: TokenContext, grant: AuthorizationCodeGrant): boolean {
  const sent = context.parameters.get('redirect_uri')
  if (sent === undefined) return context.services.behavior.tokenRequestRedirectUri === 'optional'
  return sent === grant.requestedRedirectUri || sent === grant.redirectUri
}

async function respondWithTokens(
  context: TokenContext,
  grant: AuthorizationCodeGrant,
): Promise<Response> {
  const { state, behavior } = context.services
  const wantsIdToken = grant.scopes.includes('openid')
  const [accessToken, idToken] = await Promise.all([
    state.accessTokens.issue(grant),
    wantsIdToken ? createIdToken(context, grant) : undefined,
  ])
  return Response.json(
    {
      access_token: accessToken,
      sub: grant.userId,
      ...(idToken === undefined ? {} : { id_token: idToken }),
      token_type: 'bearer',
      // As documented: one second short of 24 hours.
      expires_in: Math.floor((behavior.accessTokenLifetimeMs - 1) / 1000),
    },
    { headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  )
}

import { isUserCredential } from '../../state/credential.ts'
import { accessTokenLifetimeMs, expiresIn } from '../expires-in.ts'
import { imsError } from '../ims-error.ts'
import { parseScopes } from '../scope.ts'
import type { TokenContext } from './token-context.ts'
import { tokenResponse } from './token-response.ts'

/** RFC 6749 §4.4: an access token for the technical account; `scope` is mandatory at IMS. */
export async function grantByClientCredentials(context: TokenContext): Promise<Response> {
  const { parameters, credential, services } = context
  if (isUserCredential(credential)) return imsError(400, 'unauthorized_client')
  const { technicalAccount } = credential
  const scopes = parseScopes(parameters.get('scope'))
  const foreign = scopes.filter((scope) => !credential.scopes.includes(scope))
  if (scopes.length === 0) context.hint('parameter_missing', 'scope')
  if (foreign.length > 0) context.hint('scope_unknown', foreign.join(','))
  if (scopes.length === 0 || foreign.length > 0) return imsError(400, 'invalid_scope')
  const organization = parameters.get('org_id')
  // That another organization is refused in this way is inferred.
  if (organization !== undefined && organization !== technicalAccount.organization) {
    context.hint('organization_mismatch')
    return imsError(400, 'invalid_request')
  }
  const accessToken = await services.state.accessTokens.issue({
    clientId: credential.clientId,
    userId: technicalAccount.id,
    scopes,
    lifetimeMs: accessTokenLifetimeMs(context, credential),
  })
  return tokenResponse({
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresIn(context, credential),
  })
}

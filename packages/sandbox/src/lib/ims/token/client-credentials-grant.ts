import { isUserCredential } from '../../state/credential.ts'
import { imsError } from '../ims-answer.ts'
import { foreignScopes, parseScopes } from '../scope.ts'
import { respondWithAccessToken, type TokenContext } from './token-response.ts'

/** RFC 6749 §4.4: an access token for the technical account; `scope` is mandatory at IMS. */
export async function grantByClientCredentials(context: TokenContext): Promise<Response> {
  const { parameters, credential } = context
  if (isUserCredential(credential)) return imsError(400, 'unauthorized_client')
  const { technicalAccount } = credential
  const scopes = parseScopes(parameters.get('scope'))
  const foreign = foreignScopes(credential, scopes)
  if (scopes.length === 0) context.hint('parameter_missing', 'scope')
  if (foreign.length > 0) context.hint('scope_unknown', foreign.join(','))
  if (scopes.length === 0 || foreign.length > 0) return imsError(400, 'invalid_scope')
  const organization = parameters.get('org_id')
  // That another organization is refused in this way is inferred.
  if (organization !== undefined && organization !== technicalAccount.organization) {
    context.hint('organization_mismatch')
    return imsError(400, 'invalid_request')
  }
  const { clientId } = credential
  return respondWithAccessToken(context, { clientId, userId: technicalAccount.id, scopes })
}

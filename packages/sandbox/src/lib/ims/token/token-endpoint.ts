import { readQueryAndForm, type Parameters } from '../../wire/parameters.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { grantByAuthorizationCode } from './authorization-code-grant.ts'
import type { TokenContext } from './token-context.ts'

/** `POST /ims/token/v3` (RFC 6749 §3.2): parameters in the form or in the query, as Adobe documents. */
export async function tokenEndpoint(ims: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(ims.request)
  const clientId = parameters?.get('client_id')
  const credential =
    clientId === undefined ? undefined : ims.services.state.credentials.byClientId(clientId)
  const response = await answer(ims, parameters, credential)
  return allowOriginsOf(credential === undefined ? [] : [credential], response, ims.request)
}

async function answer(
  ims: ImsContext,
  parameters: Parameters | undefined,
  credential: TokenContext['credential'] | undefined,
): Promise<Response> {
  if (parameters === undefined || parameters.repeated !== undefined) {
    return imsError(400, 'invalid_request')
  }
  if (credential === undefined) return imsError(400, 'invalid_client')
  if (parameters.get('client_secret') !== undefined) {
    return imsError(400, 'invalid_client', 'unexpected client_secret parameter')
  }
  if (parameters.get('grant_type') !== 'authorization_code') {
    const isMissing = parameters.get('grant_type') === undefined
    return imsError(400, isMissing ? 'invalid_request' : 'unsupported_grant_type')
  }
  return grantByAuthorizationCode({ ...ims, parameters, credential })
}

import { jsonAnswer } from '../../wire/answer.ts'
import { readBearerToken } from '../../wire/bearer.ts'
import { readQueryAndForm } from '../../wire/parameters.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { areSound, readRequired } from '../sound-parameters.ts'

/**
 * `POST /ims/validate_token/v1`: whether a token of this client is good now, revocations included. The token comes
 * as `token`, or as a bearer token as `aio-lib-ims` sends it. A well-formed call is always answered with 200; the
 * words of `reason` are inferred.
 */
export async function validationEndpoint(context: ImsContext): Promise<Response> {
  const { credentials } = context.services.state
  const parameters = await readQueryAndForm(context.request)
  const credential = credentials.byClientId(parameters?.get('client_id') ?? '')
  const respond = (response: Response): Response =>
    allowOriginsOf(context, credential === undefined ? [] : [credential], response)

  if (!areSound(context, parameters)) return respond(imsError(400, 'invalid_request'))
  const token =
    parameters.get('token') ??
    readBearerToken(context.request) ??
    readRequired(context, parameters, 'token')
  const type = readRequired(context, parameters, 'type')
  if (token === undefined || type === undefined) return respond(imsError(400, 'invalid_request'))
  if (credential === undefined) {
    context.hint('client_unknown', parameters.get('client_id'))
    return respond(imsError(400, 'invalid_client'))
  }
  const found = await findToken(context, { token, type, clientId: credential.clientId })
  if (found === undefined) context.hint('token_not_found')
  const body =
    found === undefined ? { valid: false, reason: 'invalid_token' } : { valid: true, token: found }
  return respond(jsonAnswer(body, { headers: { 'cache-control': 'no-store' } }))
}

async function findToken(
  { services: { state } }: ImsContext,
  options: { readonly token: string; readonly type: string; readonly clientId: string },
): Promise<object | undefined> {
  const { token, type, clientId } = options
  if (type === 'refresh_token' || type === 'authorization_code') {
    const grants = type === 'refresh_token' ? state.refreshTokens : state.authorizationCodes
    const grant = grants.find(token)
    if (grant?.clientId !== clientId) return undefined
    return { type, client_id: clientId, user_id: grant.userId }
  }
  if (type !== 'access_token') return undefined
  const claims = await state.accessTokens.verify(token)
  if (claims?.client_id !== clientId) return undefined
  // Developers report that IMS leaves out the scopes here.
  const { scope: _, ...rest } = claims
  return rest
}

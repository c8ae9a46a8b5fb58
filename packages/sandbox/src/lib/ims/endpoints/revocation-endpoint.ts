import { readQueryAndForm } from '../../wire/parameters.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'

/** `POST /ims/revoke` (RFC 7009): 200 with an empty body, also for a token that is already dead. */
export async function revocationEndpoint(context: ImsContext): Promise<Response> {
  const { state } = context.services
  const parameters = await readQueryAndForm(context.request)
  const credential = state.credentials.byClientId(parameters?.get('client_id') ?? '')
  const respond = (response: Response): Response =>
    allowOriginsOf(credential === undefined ? [] : [credential], response, context.request)

  const token = parameters?.get('token')
  if (token === undefined || parameters?.repeated !== undefined) {
    return respond(imsError(400, 'invalid_request'))
  }
  if (credential === undefined) return respond(imsError(400, 'invalid_client'))

  const claims = await state.accessTokens.verify(token)
  if (claims?.client_id === credential.clientId) state.accessTokens.revoke(claims)
  return respond(new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } }))
}

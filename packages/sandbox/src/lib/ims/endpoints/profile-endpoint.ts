import { jsonAnswer } from '../../wire/answer.ts'
import { readBearerToken } from '../../wire/bearer.ts'
import { allowAllOrigins, allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { invalidToken } from '../ims-error.ts'
import { createProfile } from '../profile.ts'
import { parseScopes } from '../scope.ts'

/** `GET` or `POST /ims/profile/v1`: the profile in IMS's own words, for a bearer token. */
export async function profileEndpoint(context: ImsContext): Promise<Response> {
  const { state } = context.services
  const claims = await state.accessTokens.verify(readBearerToken(context.request) ?? '')
  const user = claims && state.users.byId(claims.user_id)
  const credential = claims && state.credentials.byClientId(claims.client_id)
  if (claims === undefined || user === undefined || credential === undefined) {
    return allowAllOrigins(context, invalidToken())
  }
  const profile = createProfile(context, user, parseScopes(claims.scope))
  const response = jsonAnswer(profile, { headers: { 'cache-control': 'no-store' } })
  return allowOriginsOf(context, [credential], response)
}

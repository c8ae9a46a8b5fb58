import { jsonAnswer } from '../../wire/answer.ts'
import { readBearerToken } from '../../wire/bearer.ts'
import { allowAllOrigins, allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError, invalidToken } from '../ims-error.ts'
import { parseScopes } from '../scope.ts'

/**
 * `GET /ims/organizations/v5` and `/v6`: where the user belongs, and in which groups. How a token without
 * `read_organizations` is refused is inferred.
 */
export async function organizationsEndpoint(context: ImsContext): Promise<Response> {
  const { state } = context.services
  const claims = await state.accessTokens.verify(readBearerToken(context.request) ?? '')
  const user = claims && state.users.byId(claims.user_id)
  const credential = claims && state.credentials.byClientId(claims.client_id)
  if (claims === undefined || user === undefined || credential === undefined) {
    return allowAllOrigins(context, invalidToken())
  }
  if (!parseScopes(claims.scope).includes('read_organizations')) {
    return allowOriginsOf(context, [credential], imsError(403, 'insufficient_scope'))
  }
  const organization = state.organizations.byId(user.organization ?? '')
  const [ident = '', authSrc = ''] = organization?.id.split('@') ?? []
  const groups = user.productProfiles.map((groupName, index) => ({
    groupName,
    ident: index + 1,
    role: groupName.includes('Administrators') ? 'GRP_ADMIN' : 'TEAM_MEMBER',
  }))
  const body = organization && { orgName: organization.name, orgRef: { ident, authSrc }, groups }
  const response = jsonAnswer(body === undefined ? [] : [body], {
    headers: { 'cache-control': 'no-store' },
  })
  return allowOriginsOf(context, [credential], response)
}

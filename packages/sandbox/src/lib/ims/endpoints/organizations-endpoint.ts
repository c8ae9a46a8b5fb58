import type { User } from '../../state/user.ts'
import { jsonAnswer } from '../../wire/answer.ts'
import { answerBearer } from '../bearer-subject.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'

/**
 * `GET /ims/organizations/v5` and `/v6`: where the user belongs, and in which groups. How a token without
 * `read_organizations` is refused is inferred.
 */
export function organizationsEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, ({ user, scopes }) => {
    if (!scopes.includes('read_organizations')) {
      context.hint('access_token_scope_missing', 'read_organizations')
      return imsError(403, 'insufficient_scope')
    }
    return jsonAnswer(listOrganizations(context, user), {
      headers: { 'cache-control': 'no-store' },
    })
  })
}

function listOrganizations({ services }: ImsContext, user: User): readonly object[] {
  const organization = services.state.organizations.byId(user.organization ?? '')
  if (organization === undefined) return []
  const [ident = '', authSrc = ''] = organization.id.split('@')
  const groups = user.productProfiles.map((groupName, index) => ({
    groupName,
    ident: index + 1,
    role: groupName.includes('Administrators') ? 'GRP_ADMIN' : 'TEAM_MEMBER',
  }))
  return [{ orgName: organization.name, orgRef: { ident, authSrc }, groups }]
}

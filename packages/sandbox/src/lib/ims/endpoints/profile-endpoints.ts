import type { User } from '../../state/user.ts'
import { jsonAnswer } from '../../wire/answer.ts'
import { answerBearer } from '../bearer-subject.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { accountTypeNumber, createProfile } from '../profile.ts'

/** `GET` or `POST /ims/profile/v1`: the profile in IMS's own words, for a bearer token. */
export function profileEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, ({ user, scopes }) =>
    jsonAnswer(createProfile(context, user, scopes), { headers: { 'cache-control': 'no-store' } }),
  )
}

/**
 * `GET /ims/userinfo/v2` and `/v1` (OpenID Connect Core §5.3): the claims that the token's scopes open. The first
 * version says `email_verified` as text, and the kind of account by number.
 */
export function userinfoEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, ({ user, scopes }) => {
    const body = userinfo(user, scopes, context.services.behavior.adobeIdCoversProfile)
    if (context.version === 'v1') sayAsInFirstVersion(body, user)
    return jsonAnswer(body, { headers: { 'cache-control': 'no-store' } })
  })
}

function sayAsInFirstVersion(body: Record<string, unknown>, user: User): void {
  if ('email_verified' in body) body['email_verified'] = 'true'
  if ('account_type' in body) body['account_type'] = accountTypeNumber(user)
}

function userinfo(
  user: User,
  scopes: readonly string[],
  adobeIdCoversProfile: boolean,
): Record<string, unknown> {
  const covers = (scope: string): boolean =>
    scopes.includes(scope) || (adobeIdCoversProfile && scopes.includes('AdobeID'))
  return {
    sub: user.id,
    ...(covers('profile')
      ? {
          account_type: user.accountType,
          name: user.name,
          given_name: user.givenName,
          family_name: user.familyName,
        }
      : {}),
    ...(covers('email') ? { email: user.email, email_verified: true } : {}),
    ...(scopes.includes('address') ? { address: { country: user.countryCode } } : {}),
  }
}

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
  const organization = services.state.organizations.get(user.organization)
  if (organization === undefined) return []
  const [ident = '', authSrc = ''] = organization.id.split('@')
  const groups = user.productProfiles.map((groupName, index) => ({
    groupName,
    ident: index + 1,
    role: groupName.includes('Administrators') ? 'GRP_ADMIN' : 'TEAM_MEMBER',
  }))
  return [{ orgName: organization.name, orgRef: { ident, authSrc }, groups }]
}

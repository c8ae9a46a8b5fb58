import { identifyBearer } from '../../state/bearer.ts'
import type { User } from '../../state/user.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsAnswer, imsError, invalidToken } from '../ims-answer.ts'
import { accountTypeNumber, createProfile } from '../profile.ts'
import { parseScopes } from '../scope.ts'

/** `GET` or `POST /ims/profile/v1`: the profile in IMS's own words, for a bearer token. */
export function profileEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, (user, scopes) => imsAnswer(createProfile(context, user, scopes)))
}

/**
 * `GET /ims/userinfo/v2` and `/v1` (OpenID Connect Core §5.3): the claims that the token's scopes open. The first
 * version says `email_verified` as text, and the kind of account by number.
 */
export function userinfoEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, (user, scopes) => {
    const body = userinfo(user, scopes, context.services.behavior.adobeIdCoversProfile)
    if (context.version === 'v1') sayAsInFirstVersion(body, user)
    return imsAnswer(body)
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
    ...(covers('profile') && {
      account_type: user.accountType,
      name: user.name,
      given_name: user.givenName,
      family_name: user.familyName,
    }),
    ...(covers('email') && { email: user.email, email_verified: true }),
    ...(scopes.includes('address') && { address: { country: user.countryCode } }),
  }
}

/**
 * `GET /ims/organizations/v5` and `/v6`: where the user belongs, and in which groups. How a token without
 * `read_organizations` is refused is inferred.
 */
export function organizationsEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, (user, scopes) => {
    if (!scopes.includes('read_organizations')) {
      context.hint('access_token_scope_missing', 'read_organizations')
      return imsError(403, 'insufficient_scope')
    }
    return imsAnswer(listOrganizations(context, user))
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

/**
 * Answers a caller with a good bearer token, so that the pages of the token's client can read it. A dead token
 * no longer says whose it was: its refusal may be read by the pages of any client.
 */
async function answerBearer(
  context: ImsContext,
  answer: (user: User, scopes: readonly string[]) => Response,
): Promise<Response> {
  const { state } = context.services
  const bearer = await identifyBearer(state, context.request)
  const credential = state.credentials.get(bearer.claims?.client_id)
  if (bearer.flaw !== undefined || credential === undefined) {
    context.hint(bearer.flaw ?? 'access_token_orphaned')
    return allowOriginsOf(context, 'any', invalidToken())
  }
  const { claims, user } = bearer
  return allowOriginsOf(context, credential, answer(user, parseScopes(claims.scope)))
}

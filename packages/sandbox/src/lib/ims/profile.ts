import { productProfilesOf, type User } from '../state/user.ts'
import type { ImsContext } from './ims-context.ts'

/**
 * The profile in IMS's own words, as `/ims/profile/v1` and version 1 of the token endpoint give it. Which members
 * depend on which scope is partly inferred: `additional_info.roles` and `additional_info.projectedProductContext`
 * open the members of their name.
 */
export function createProfile(
  { services }: ImsContext,
  user: User,
  scopes: readonly string[],
): Record<string, unknown> {
  const organization = services.state.organizations.get(user.organization)
  const productProfiles = productProfilesOf(services.state.organizations, user)
  return {
    userId: user.id,
    authId: user.id,
    account_type: accountTypeNumber(user),
    name: user.name,
    displayName: user.name,
    first_name: user.givenName,
    last_name: user.familyName,
    email: user.email,
    emailVerified: 'true',
    countryCode: user.countryCode,
    preferred_languages: ['en-us'],
    phoneNumber: null,
    utcOffset: 'null',
    mrktPerm: '',
    mrktPermEmail: null,
    ...(scopes.includes('additional_info.roles') && {
      roles: organization === undefined ? [] : [{ organization: organization.id }],
    }),
    ...(scopes.includes('additional_info.projectedProductContext') && {
      projectedProductContext: productProfiles.map(({ name, serviceCode }) => ({
        prodCtx: {
          serviceCode,
          label: name,
          owningEntity: user.organization,
          statusCode: 'ACTIVE',
        },
      })),
    }),
  }
}

/** `type1` is an individual, `type2` belongs to an organization. */
export function accountTypeNumber({ accountType }: User): string {
  return accountType === 'ent' ? 'type2' : 'type1'
}

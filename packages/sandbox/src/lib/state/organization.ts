import type { SeedOrganization, SeedUser } from '../seed/seed.ts'
import type { NamedItems } from './named-items.ts'

/** A customer of Adobe, and the rights its product profiles give. */
export type Organization = SeedOrganization

/** The organizations the sandbox knows, by id. */
export type Organizations = NamedItems<Organization>

/** The product profiles of their organization that a user has. */
export function productProfilesOf(
  organizations: Organizations,
  user: Pick<SeedUser, 'organization' | 'productProfiles'>,
): Organization['productProfiles'] {
  const profiles = organizations.get(user.organization)?.productProfiles ?? []
  return profiles.filter(({ name }) => user.productProfiles.includes(name))
}

import type { RepositoryRight, Seed, SeedOrganization } from '../seed/seed.ts'
import type { StateChanges } from './state-change.ts'

/** A customer of Adobe, and the rights its product profiles give. */
export type Organization = SeedOrganization

/** The organizations the sandbox knows. */
export interface Organizations {
  all(): readonly Organization[]
  byId(id: string): Organization | undefined
  /** Adds one, in the place of one with the same id. */
  put(organization: Organization): void
  /** Whether there was one to remove. */
  remove(id: string): boolean
  /** What product profiles of an organization allow in AEM's repository. */
  repositoryRights(
    id: string | undefined,
    profiles: readonly string[],
  ): ReadonlySet<RepositoryRight>
  /** What they allow in Commerce. */
  commerceResources(id: string | undefined, profiles: readonly string[]): ReadonlySet<string>
}

export function createOrganizations(
  seed: Pick<Seed, 'organizations'>,
  changes: StateChanges,
): Organizations {
  const organizations = new Map(seed.organizations.map((item) => [item.id, item]))
  const held = (
    id: string | undefined,
    profiles: readonly string[],
  ): Organization['productProfiles'] => {
    const organization = id === undefined ? undefined : organizations.get(id)
    return organization?.productProfiles.filter(({ name }) => profiles.includes(name)) ?? []
  }
  return {
    all: () => [...organizations.values()],
    byId: (id) => organizations.get(id),
    put: (organization) => {
      const organizationId = organization.id
      organizations.set(organizationId, organization)
      changes.tell(() => [{ type: 'organization', action: 'put', organizationId }])
    },
    remove: (organizationId) => {
      if (!organizations.delete(organizationId)) return false
      changes.tell(() => [{ type: 'organization', action: 'removed', organizationId }])
      return true
    },
    repositoryRights: (id, profiles) =>
      new Set(held(id, profiles).flatMap((profile) => profile.repositoryRights)),
    commerceResources: (id, profiles) =>
      new Set(held(id, profiles).flatMap((profile) => profile.commerceResources ?? [])),
  }
}

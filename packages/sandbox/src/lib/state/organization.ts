import type { RepositoryRight, Seed, SeedOrganization } from '../seed.ts'

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
}

export function createOrganizations(seed: Seed): Organizations {
  const organizations = new Map(seed.organizations.map((item) => [item.id, item]))
  return {
    all: () => [...organizations.values()],
    byId: (id) => organizations.get(id),
    put: (organization) => {
      organizations.set(organization.id, organization)
    },
    remove: (id) => organizations.delete(id),
    repositoryRights: (id, profiles) => {
      const organization = id === undefined ? undefined : organizations.get(id)
      const held = organization?.productProfiles.filter(({ name }) => profiles.includes(name)) ?? []
      return new Set(held.flatMap((profile) => profile.repositoryRights))
    },
  }
}

import type { RepositoryRight, Seed, SeedUser } from '../seed.ts'

/** A human who can sign in, with the rights that the product profiles give. */
export interface User extends SeedUser {
  readonly name: string
  readonly repositoryRights: ReadonlySet<RepositoryRight>
}

/** The people the sandbox knows. */
export interface Users {
  all(): readonly User[]
  byId(id: string): User | undefined
  byEmail(email: string): User | undefined
}

export function createUsers(seed: Seed): Users {
  const users = seed.users.map((user) => createUser(user, seed))
  return {
    all: () => users,
    byId: (id) => users.find((user) => user.id === id),
    byEmail: (email) => users.find((user) => user.email === email.trim().toLowerCase()),
  }
}

function createUser(user: SeedUser, seed: Seed): User {
  const profiles = seed.organizations
    .filter((organization) => organization.id === user.organization)
    .flatMap((organization) => organization.productProfiles)
    .filter((profile) => user.productProfiles.includes(profile.name))
  return {
    ...user,
    name: `${user.givenName} ${user.familyName}`,
    repositoryRights: new Set(profiles.flatMap((profile) => profile.repositoryRights)),
  }
}

import type { RepositoryRight, Seed, SeedUser } from '../seed/seed.ts'
import { isUserCredential, type Credentials, type ServiceCredential } from './credential.ts'
import type { Organizations } from './organization.ts'
import type { StateChanges } from './state-change.ts'

/** A human who can sign in, or the technical account of a program, with the rights that the product profiles give. */
export interface User extends SeedUser {
  readonly name: string
  readonly repositoryRights: ReadonlySet<RepositoryRight>
  readonly commerceResources: ReadonlySet<string>
}

/** The people the sandbox knows. */
export interface Users {
  /** Humans only. */
  all(): readonly User[]
  /** A human, or a technical account. */
  byId(id: string): User | undefined
  /** A human. */
  byEmail(email: string): User | undefined
  /** Adds one, in the place of one with the same e-mail address. */
  put(user: SeedUser): void
  /** Remembers that a human has accepted the terms of use that were pending. */
  acceptTerms(id: string): void
  /** Whether there was one to remove. */
  remove(id: string): boolean
  /** Humans as a seed would have them. */
  save(): readonly SeedUser[]
}

export function createUsers(
  seed: Pick<Seed, 'users'>,
  organizations: Organizations,
  credentials: Credentials,
  changes: StateChanges,
): Users {
  const users = new Map(seed.users.map((user) => [user.email, user]))
  const find = (isWanted: (user: SeedUser) => boolean): SeedUser | undefined =>
    [...users.values()].find(isWanted) ?? technicalAccounts(credentials).find(isWanted)
  const complete = (user: SeedUser): User => ({
    ...user,
    name: `${user.givenName} ${user.familyName}`.trim(),
    repositoryRights: organizations.repositoryRights(user.organization, user.productProfiles),
    commerceResources: organizations.commerceResources(user.organization, user.productProfiles),
  })
  const put = (user: SeedUser): void => {
    const { id: userId, email } = user
    users.set(email, user)
    changes.tell(() => [{ type: 'user', action: 'put', userId, email }])
  }
  return {
    all: () => [...users.values()].map(complete),
    byId: (id) => {
      const user = find((candidate) => candidate.id === id)
      return user && complete(user)
    },
    byEmail: (email) => {
      const user = users.get(email.trim().toLowerCase())
      return user && complete(user)
    },
    put,
    acceptTerms: (id) => {
      const user = [...users.values()].find((candidate) => candidate.id === id)
      if (user !== undefined) put({ ...user, termsOfUse: 'accepted' })
    },
    remove: (id) => {
      const user = [...users.values()].find((candidate) => candidate.id === id)
      if (user === undefined) return false
      const { email } = user
      users.delete(email)
      changes.tell(() => [{ type: 'user', action: 'removed', userId: id, email }])
      return true
    },
    save: () => [...users.values()],
  }
}

function technicalAccounts(credentials: Credentials): readonly SeedUser[] {
  return credentials
    .all()
    .filter((credential) => !isUserCredential(credential))
    .map(technicalAccountAsUser)
}

/** A technical account has no password, so no user can sign in as it. */
function technicalAccountAsUser({ name, technicalAccount }: ServiceCredential): SeedUser {
  return {
    ...technicalAccount,
    password: '',
    givenName: name,
    familyName: '',
    accountType: 'ent',
    countryCode: 'US',
    note: 'technical account',
  }
}

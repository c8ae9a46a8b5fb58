import type { RepositoryRight, Seed, SeedOrganization, SeedUser } from '../seed/seed.ts'
import { isUserCredential, type Credentials, type ServiceCredential } from './credential.ts'
import { NamedItems } from './named-items.ts'
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
  organizations: NamedItems<SeedOrganization>,
  credentials: Credentials,
  changes: StateChanges,
): Users {
  const users = new NamedItems(
    seed.users,
    ({ email }) => email,
    changes,
    (action, { id: userId, email }) => ({ type: 'user', action, userId, email }),
  )
  const human = (id: string): SeedUser | undefined => users.all().find((user) => user.id === id)
  const complete = (user: SeedUser): User => {
    const profiles = productProfilesOf(organizations, user)
    return {
      ...user,
      name: `${user.givenName} ${user.familyName}`.trim(),
      repositoryRights: new Set(profiles.flatMap((profile) => profile.repositoryRights)),
      commerceResources: new Set(profiles.flatMap((profile) => profile.commerceResources ?? [])),
    }
  }
  return {
    all: () => users.all().map(complete),
    byId: (id) => {
      const user = human(id) ?? technicalAccounts(credentials).find((account) => account.id === id)
      return user && complete(user)
    },
    byEmail: (email) => {
      const user = users.get(email.trim().toLowerCase())
      return user && complete(user)
    },
    put: (user) => users.put(user),
    acceptTerms: (id) => {
      const user = human(id)
      if (user !== undefined) users.put({ ...user, termsOfUse: 'accepted' })
    },
    remove: (id) => users.remove(human(id)?.email ?? ''),
    save: () => users.all(),
  }
}

/** The product profiles of their organization that a user has. */
export function productProfilesOf(
  organizations: NamedItems<SeedOrganization>,
  { organization, productProfiles }: Pick<SeedUser, 'organization' | 'productProfiles'>,
): SeedOrganization['productProfiles'] {
  const profiles = organizations.get(organization)?.productProfiles ?? []
  return profiles.filter(({ name }) => productProfiles.includes(name))
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

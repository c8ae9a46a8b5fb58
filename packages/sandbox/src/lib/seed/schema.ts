import {
  allOptional,
  anyText,
  choice,
  email,
  flag,
  lazily,
  list,
  number,
  object,
  optional,
  record,
  requireShape,
  text,
  variant,
  withProblems,
  type Schema,
} from '../wire/schema.ts'
import { findCredentialProblems } from './credential-rules.ts'
import type {
  SeedAdditions,
  SeedCredential,
  SeedOrganization,
  SeedUser,
  UserChange,
} from './seed.ts'

/**
 * Reads a seed of a user's own.
 *
 * @param where What the seed is called in messages: a file's name, or `seed`.
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export function parseSeedAdditions(value: unknown, where: string): SeedAdditions {
  return requireShape(seedSchema, value, `The seed ${where}`)
}

/**
 * The credential as its schema gives it.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming every member that is wrong and what is right.
 */
export function parseCredential(credential: SeedCredential): SeedCredential {
  return requireShape(
    credentialSchema,
    credential,
    `The credential ${JSON.stringify(credential.clientId)}`,
  )
}

const userMembers = lazily(() => ({
  id: text(/^[0-9A-F]{24}@[0-9A-F.a-z]+$/i, 'write 24 hex digits, "@" and 24 more'),
  email: email(),
  password: text(),
  givenName: anyText(),
  familyName: anyText(),
  accountType: choice(['ent', 'ind']),
  countryCode: text(/^[A-Z]{2}$/, 'write two capital letters, such as "US"'),
  organization: optional(text()),
  productProfiles: list(text()),
  termsOfUse: optional(choice(['pending', 'accepted'])),
  note: anyText(),
}))

/** A user, whole. */
export const userSchema: Schema<SeedUser> = lazily(() => object(userMembers()))

/** What is known of a user. */
export const userChangeSchema: Schema<UserChange> = lazily(() =>
  object({ ...allOptional(userMembers()), email: email() }),
)

/** What is to change of a user whose name is known. */
export const userPatchSchema: Schema<Partial<SeedUser>> = lazily(() =>
  object(allOptional(userMembers())),
)

/** An organization. */
export const organizationSchema: Schema<SeedOrganization> = lazily(() =>
  object({
    id: text(/^\S+@AdobeOrg$/, 'end the id with "@AdobeOrg"'),
    name: text(),
    productProfiles: list(
      object({
        name: text(),
        serviceCode: optional(text()),
        services: optional(list(text())),
        repositoryRights: list(choice(['read', 'write'])),
        commerceResources: optional(list(text())),
      }),
    ),
  }),
)

/** An OAuth credential that Adobe's Developer Console would take. */
export const credentialSchema: Schema<SeedCredential> = lazily(() => {
  const basics = {
    clientId: text(),
    name: text(),
    secrets: optional(list(text())),
    scopes: list(text()),
    accessTokenLifetimeMs: optional(number()),
  }
  const ofUsers = <const Type extends SeedCredential['type']>(type: Type) =>
    object(
      {
        ...basics,
        type: choice([type]),
        defaultRedirectUri: text(),
        redirectUriPatterns: list(text()),
        refreshTokens: optional(flag()),
        status: optional(choice(['development', 'production'])),
        betaUsers: optional(list(email())),
      },
      `a ${type} has none`,
    )
  const ofProgram = object(
    {
      ...basics,
      type: choice(['server-to-server']),
      technicalAccount: object({
        id: text(/@techacct\.adobe\.com$/, 'end the id with "@techacct.adobe.com"'),
        email: email(),
        organization: text(),
        productProfiles: list(text()),
      }),
    },
    'a server-to-server has none',
  )
  return withProblems(
    variant('type', [
      ofUsers('single-page-app'),
      ofUsers('native-app'),
      ofUsers('web-app'),
      ofProgram,
    ]),
    findCredentialProblems,
  )
})

/** What a seed adds to the shipped one. */
export const seedSchema: Schema<SeedAdditions> = lazily(() =>
  object({
    users: optional(list(userChangeSchema())),
    organizations: optional(list(organizationSchema())),
    credentials: optional(list(credentialSchema())),
    aem: optional(
      object({ corsPolicies: optional(record(text())), clientAllowList: optional(text()) }),
    ),
  }),
)

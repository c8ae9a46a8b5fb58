import * as v from 'valibot'

import {
  allOptional,
  choice,
  email,
  number,
  object,
  optional,
  requireShape,
  text,
  variant,
  withProblems,
  type Problem,
  type Schema,
} from '../wire/schema.ts'
import { findCredentialProblems } from './credential-rules.ts'
import { findRepeatedNames } from './repeated-names.ts'
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
 * @param show Says a problem in words; its path and advice by default.
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export function parseSeedAdditions(
  value: unknown,
  where: string,
  show?: (problem: Problem) => string,
): SeedAdditions {
  return requireShape(seedSchema, value, `The seed ${where}`, show)
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

const userMembers = {
  id: text(/^[0-9A-F]{24}@[0-9A-F.a-z]+$/i, 'write 24 hex digits, "@" and 24 more'),
  email: email(),
  password: text(),
  givenName: v.string(),
  familyName: v.string(),
  accountType: choice(['ent', 'ind']),
  countryCode: text(/^[A-Z]{2}$/, 'write two capital letters, such as "US"'),
  organization: optional(text()),
  productProfiles: v.array(text()),
  termsOfUse: optional(choice(['pending', 'accepted'])),
  note: v.string(),
}

/** A user, whole. */
export const userSchema: Schema<SeedUser> = object(userMembers)

/** What is known of a user. */
export const userChangeSchema: Schema<UserChange> = object({
  ...allOptional(userMembers),
  email: email(),
})

/** What is to change of a user whose name is known. */
export const userPatchSchema: Schema<Partial<SeedUser>> = object(allOptional(userMembers))

/** An organization. */
export const organizationSchema: Schema<SeedOrganization> = object({
  id: text(/^\S+@AdobeOrg$/, 'end the id with "@AdobeOrg"'),
  name: text(),
  productProfiles: v.array(
    object({
      name: text(),
      serviceCode: optional(text()),
      services: optional(v.array(text())),
      repositoryRights: v.array(choice(['read', 'write'])),
      commerceResources: optional(v.array(text())),
    }),
  ),
})

const credentialMembers = {
  clientId: text(),
  name: text(),
  secrets: optional(v.array(text())),
  scopes: v.array(text()),
  accessTokenLifetimeMs: optional(number()),
}

const ofUsers = <const Type extends SeedCredential['type']>(type: Type) =>
  object(
    {
      ...credentialMembers,
      type: choice([type]),
      defaultRedirectUri: text(),
      redirectUriPatterns: v.array(text()),
      refreshTokens: optional(v.boolean()),
      status: optional(choice(['development', 'production'])),
      betaUsers: optional(v.array(email())),
    },
    `a ${type} has none`,
  )

const ofProgram = object(
  {
    ...credentialMembers,
    type: choice(['server-to-server']),
    technicalAccount: object({
      id: text(/@techacct\.adobe\.com$/, 'end the id with "@techacct.adobe.com"'),
      email: email(),
      organization: text(),
      productProfiles: v.array(text()),
    }),
  },
  'a server-to-server has none',
)

/** An OAuth credential that Adobe's Developer Console would take. */
export const credentialSchema: Schema<SeedCredential> = withProblems(
  variant('type', [
    ofUsers('single-page-app'),
    ofUsers('native-app'),
    ofUsers('web-app'),
    ofProgram,
  ]),
  findCredentialProblems,
)

/** What a seed adds to the shipped one. */
export const seedSchema: Schema<SeedAdditions> = withProblems(
  object({
    users: optional(v.array(userChangeSchema)),
    organizations: optional(v.array(organizationSchema)),
    credentials: optional(v.array(credentialSchema)),
    aem: optional(
      object({
        corsPolicies: optional(v.record(v.string(), text())),
        clientAllowList: optional(text()),
      }),
    ),
  }),
  findRepeatedNames,
)

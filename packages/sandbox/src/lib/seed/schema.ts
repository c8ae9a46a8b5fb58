import { z } from 'zod'

import { findCredentialProblems } from './credential-rules.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { SeedAdditions, SeedCredential, SeedOrganization, SeedUser } from './seed.ts'

/**
 * Reads a seed that somebody wrote. This file loads zod: import it only when there is such a seed.
 *
 * @param where What the seed is called in messages: a file's name, or `seed`.
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export function parseSeedAdditions(value: unknown, where: string): SeedAdditions {
  const result = seedSchema.safeParse(value)
  if (result.success) return withoutUndefined(result.data)
  const problems = result.error.issues.flatMap(describeIssue)
  throw new SandboxError(
    'invalid_configuration',
    `The seed ${where} cannot be used; mend ${problems.join('; ')}.`,
  )
}

/** In the words of somebody who wrote a file, where zod's are those of a program. */
function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${pathText([...issue.path, key])}: there is no such member, so correct its name`,
    )
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  const advice = isMissing ? 'it is missing' : issue.message
  return [`${pathText(issue.path) || 'the whole'}: ${advice}`]
}

const text = z.string().min(1)
const texts = z.array(text)
const email = z.email().toLowerCase()

const user = z.strictObject({
  id: z.string().regex(/^[0-9A-F]{24}@[0-9A-F.a-z]+$/i, 'write 24 hex digits, "@" and 24 more'),
  email,
  password: text,
  givenName: z.string(),
  familyName: z.string(),
  accountType: z.enum(['ent', 'ind']),
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'write two capital letters, such as "US"'),
  organization: text.optional(),
  productProfiles: texts,
  termsOfUse: z.enum(['pending', 'accepted']).optional(),
  note: z.string(),
})

const organization = z.strictObject({
  id: z.string().regex(/^\S+@AdobeOrg$/, 'end the id with "@AdobeOrg"'),
  name: text,
  productProfiles: z.array(
    z.strictObject({
      name: text,
      serviceCode: text.optional(),
      repositoryRights: z.array(z.enum(['read', 'write'])),
      commerceResources: texts.optional(),
    }),
  ),
})

const basics = {
  clientId: text,
  name: text,
  secrets: texts.optional(),
  scopes: texts,
  accessTokenLifetimeMs: z.number().optional(),
}

const userCredential = {
  ...basics,
  defaultRedirectUri: text,
  redirectUriPatterns: texts,
  status: z.enum(['development', 'production']).optional(),
  betaUsers: z.array(email).optional(),
}

const credential = z
  .discriminatedUnion('type', [
    z.strictObject({ ...userCredential, type: z.literal('single-page-app') }),
    z.strictObject({ ...userCredential, type: z.literal('native-app') }),
    z.strictObject({ ...userCredential, type: z.literal('web-app') }),
    z.strictObject({
      ...basics,
      type: z.literal('server-to-server'),
      technicalAccount: z.strictObject({
        id: z.string().regex(/@techacct\.adobe\.com$/, 'end the id with "@techacct.adobe.com"'),
        email,
        organization: text,
        productProfiles: texts,
      }),
    }),
  ])
  .superRefine((parsed, context) => {
    const checked: SeedCredential = JSON.parse(JSON.stringify(parsed))
    for (const { path, advice } of findCredentialProblems(checked)) {
      context.addIssue({ code: 'custom', path: [...path], message: advice })
    }
  })

/** The parts of a seed one by one, as the control API takes and describes them. */
export const seedSchemas: SeedSchemas = {
  user: user.meta({ id: 'User' }),
  userChange: user
    .partial()
    .required({ email: true })
    .meta({ id: 'UserChange' })
    .transform((parsed): z.output<SeedSchemas['userChange']> => JSON.parse(JSON.stringify(parsed))),
  userPatch: user
    .partial()
    .meta({ id: 'UserPatch' })
    .transform((parsed): Partial<SeedUser> => JSON.parse(JSON.stringify(parsed))),
  organization: organization
    .meta({ id: 'Organization' })
    .transform((parsed): SeedOrganization => JSON.parse(JSON.stringify(parsed))),
  credential: credential
    .meta({ id: 'Credential' })
    .transform((parsed): SeedCredential => JSON.parse(JSON.stringify(parsed))),
}

interface SeedSchemas {
  readonly user: z.ZodType<object>
  readonly userChange: z.ZodType<Pick<SeedUser, 'email'> & Partial<SeedUser>>
  readonly userPatch: z.ZodType<Partial<SeedUser>>
  readonly organization: z.ZodType<SeedOrganization>
  readonly credential: z.ZodType<SeedCredential>
}

const seedSchema = z.strictObject({
  users: z.array(user).optional(),
  organizations: z.array(organization).optional(),
  credentials: z.array(credential).optional(),
})

/** zod's types allow a property to be there and undefined, which what JSON gave never is. */
function withoutUndefined(data: z.output<typeof seedSchema>): SeedAdditions {
  const additions: SeedAdditions = JSON.parse(JSON.stringify(data))
  return additions
}

/** The path of a problem, as code would write it. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((above, part) => {
    if (typeof part === 'number') return `${above}[${part}]`
    return above === '' ? String(part) : `${above}.${String(part)}`
  }, '')
}

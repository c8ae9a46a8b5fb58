import { parseAemConfiguration } from '../aem/aem-configuration.ts'
import { parseClientAllowList } from '../aem/client-allow-list.ts'
import { readSeedFiles } from '../node/seed-files.ts'
import { sha256 } from '../node/sha256.ts'
import { newUser } from './new-user.ts'
import { parseSeedAdditions } from './schema.ts'
import {
  moveRedirectUris,
  type Seed,
  type SeedAdditions,
  type SeedCredential,
  type SeedUser,
  type UserChange,
} from './seed.ts'

/** Where the applications of the credentials are served. */
export interface RedirectUriPlace {
  /** For the shipped credentials alone: a user's own name the ports that they mean. */
  readonly portOffset: number
  readonly scheme: 'https' | 'http'
}

/**
 * The shipped seed, and what a user adds to it.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export async function loadSeed(
  additions: SeedAdditions | undefined,
  { portOffset, scheme }: RedirectUriPlace = { portOffset: 0, scheme: 'https' },
): Promise<Seed> {
  const shipped = await readSeedFiles()
  const seed = {
    ...shipped,
    credentials: moveRedirectUris(shipped.credentials, { portOffset, scheme }),
  }
  if (additions === undefined) return seed
  const parsed = parseSeedAdditions(additions, 'seed')
  const { users = [], organizations = [], credentials = [], aem = {} } = parsed
  // At the start, and not when AEM is first asked for anything.
  if (parsed.aem !== undefined) {
    const { clientAllowList = seed.clientAllowList, corsPolicies = {} } = aem
    parseAemConfiguration({ clientAllowList, corsPolicies, variables: {}, environment: 'dev' })
  }
  return {
    ...seed,
    users: mergeBy(
      ({ email }) => email,
      seed.users,
      users.map((user) => completeUser(seed, user)),
    ),
    organizations: mergeBy(({ id }) => id, seed.organizations, organizations),
    credentials: mergeBy(
      ({ clientId }) => clientId,
      seed.credentials,
      moveRedirectUris(credentials, { portOffset: 0, scheme }),
    ),
    corsPolicies: aem.corsPolicies ?? seed.corsPolicies,
    clientAllowList:
      aem.clientAllowList ?? (await allowCallersOfAem(seed.clientAllowList, credentials)),
  }
}

/** An id that follows from the e-mail address is the same at every start, as tokens may live longer. */
function completeUser(seed: Seed, change: UserChange): SeedUser {
  const { email } = change
  const digits = sha256(email).toString('hex').toUpperCase()
  const shipped = seed.users.find((user) => user.email === email)
  return { ...newUser(`${digits.slice(0, 24)}@${digits.slice(24, 48)}`), ...shipped, ...change }
}

/** A credential with a scope of AEM is there to call it. Comments and order of the file stay. */
async function allowCallersOfAem(
  text: string,
  credentials: readonly SeedCredential[],
): Promise<string> {
  const callers = credentials.filter(({ scopes }) =>
    scopes.some((scope) => scope.startsWith('aem.')),
  )
  if (callers.length === 0) return text
  const known = parseClientAllowList(text)
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text)
  for (const { clientId } of callers) {
    if (known.has(clientId)) continue
    document.addIn(['data', 'allowedClientIDs', 'author'], document.createNode(clientId))
  }
  return String(document)
}

function mergeBy<Item>(
  nameOf: (item: Item) => string,
  shipped: readonly Item[],
  additions: readonly Item[],
): readonly Item[] {
  return [...new Map([...shipped, ...additions].map((item) => [nameOf(item), item])).values()]
}

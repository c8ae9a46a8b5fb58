import { readSeedFiles } from '../node/seed-files.ts'
import { parseSeedAdditions } from './schema.ts'
import type { Seed, SeedAdditions } from './seed.ts'

/**
 * The shipped seed, and what a user adds to it.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export async function loadSeed(additions: SeedAdditions | undefined): Promise<Seed> {
  const seed = await readSeedFiles()
  if (additions === undefined) return seed
  const { users = [], organizations = [], credentials = [] } = parseSeedAdditions(additions, 'seed')
  return {
    ...seed,
    users: mergeBy(({ email }) => email, seed.users, users),
    organizations: mergeBy(({ id }) => id, seed.organizations, organizations),
    credentials: mergeBy(({ clientId }) => clientId, seed.credentials, credentials),
  }
}

function mergeBy<Item>(
  nameOf: (item: Item) => string,
  shipped: readonly Item[],
  additions: readonly Item[],
): readonly Item[] {
  return [...new Map([...shipped, ...additions].map((item) => [nameOf(item), item])).values()]
}

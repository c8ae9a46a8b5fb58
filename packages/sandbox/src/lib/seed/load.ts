import type { Seed, SeedAdditions } from './seed.ts'

/**
 * The shipped seed, and what somebody adds to it. Node reads the files; loading that room only here keeps the
 * rest free of it.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming every path that is wrong and what is right.
 */
export async function loadSeed(additions: SeedAdditions | undefined): Promise<Seed> {
  const { readSeedFiles } = await import('../node/seed-files.ts')
  const seed = await readSeedFiles()
  if (additions === undefined) return seed
  // Only a seed of somebody else's needs a schema, and the library behind it takes time to load.
  const { parseSeedAdditions } = await import('./schema.ts')
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

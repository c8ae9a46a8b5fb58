import { readdirSync, readFileSync } from 'node:fs'

import type { Seed } from '../seed/seed.ts'

const seedFolder = new URL('../../../seed/', import.meta.url)

const files = {
  users: 'users.json',
  organizations: 'organizations.json',
  credentials: 'credentials.json',
  folders: 'folders.json',
  contentFragmentModels: 'content-fragment-models.json',
  stores: 'stores.json',
  products: 'products.json',
} satisfies Partial<Record<keyof Seed, string>>

/** Reads the seed that ships with the sandbox: at once, which takes a fifth of what it takes on other threads. */
export function readSeedFiles(): Seed {
  const read = (name: string): string => readFileSync(new URL(name, seedFolder), 'utf8')
  // Our own files, which a test reads; a seed of a user's own is parsed.
  const entries = Object.entries(files).map(([name, file]) => [name, JSON.parse(read(file))])
  const seed: Pick<Seed, keyof typeof files> = Object.fromEntries(entries)
  const policies = readdirSync(new URL('config/', seedFolder))
    .filter((name) => name.includes('CORSPolicyImpl'))
    .toSorted()
  return {
    ...seed,
    corsPolicies: Object.fromEntries(policies.map((name) => [name, read(`config/${name}`)])),
    clientAllowList: read('config/api.yaml'),
  }
}

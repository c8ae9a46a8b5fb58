import { readFile, readdir } from 'node:fs/promises'

import type { Seed } from '../seed/seed.ts'

const seedFolder = new URL('../../../seed/', import.meta.url)
const configurationFolder = new URL('config/', seedFolder)

const files = {
  users: 'users.json',
  organizations: 'organizations.json',
  credentials: 'credentials.json',
  folders: 'folders.json',
  contentFragmentModels: 'content-fragment-models.json',
  stores: 'stores.json',
  products: 'products.json',
} satisfies Partial<Record<keyof Seed, string>>

/** Reads the seed that ships with the sandbox. */
export async function readSeedFiles(): Promise<Seed> {
  const [corsPolicies, clientAllowList, ...entries] = await Promise.all([
    readCorsPolicies(),
    readFile(new URL('api.yaml', configurationFolder), 'utf8'),
    ...Object.entries(files).map(async ([name, file]) => [
      name,
      JSON.parse(await readFile(new URL(file, seedFolder), 'utf8')),
    ]),
  ])
  // Our own files, which a test reads; a seed of a user's own is parsed.
  const read: Pick<Seed, keyof typeof files> = Object.fromEntries(entries)
  return { ...read, corsPolicies, clientAllowList }
}

async function readCorsPolicies(): Promise<Record<string, string>> {
  const names = (await readdir(configurationFolder))
    .filter((name) => name.includes('CORSPolicyImpl'))
    .toSorted()
  const entries = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, configurationFolder), 'utf8')]),
  )
  return Object.fromEntries(entries)
}

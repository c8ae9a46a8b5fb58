import { readFile, readdir } from 'node:fs/promises'

import type { Seed } from '../seed/seed.ts'

const seedFolder = new URL('../../../seed/', import.meta.url)
const configurationFolder = new URL('config/', seedFolder)

/** Reads the seed that ships with the sandbox. */
export async function readSeedFiles(): Promise<Seed> {
  const [
    users,
    organizations,
    credentials,
    folders,
    contentFragmentModels,
    stores,
    products,
    corsPolicies,
    clientAllowList,
  ] = await Promise.all([
    readJson<'users'>('users.json'),
    readJson<'organizations'>('organizations.json'),
    readJson<'credentials'>('credentials.json'),
    readJson<'folders'>('folders.json'),
    readJson<'contentFragmentModels'>('content-fragment-models.json'),
    readJson<'stores'>('stores.json'),
    readJson<'products'>('products.json'),
    readCorsPolicies(),
    readFile(new URL('api.yaml', configurationFolder), 'utf8'),
  ])
  return {
    users,
    organizations,
    credentials,
    folders,
    contentFragmentModels,
    stores,
    products,
    corsPolicies,
    clientAllowList,
  }
}

/** Our own files, which a test reads; a seed of a user's own is parsed. */
async function readJson<Name extends keyof Seed>(name: string): Promise<Seed[Name]> {
  const value: Seed[Name] = JSON.parse(await readFile(new URL(name, seedFolder), 'utf8'))
  return value
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

import { createRequire } from 'node:module'

import { expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const { cache } = createRequire(import.meta.url)

function isLoaded(name: string): boolean {
  return Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`))
}

it('loads valibot at the first check, and what writes the description only for that', async () => {
  const sandbox = await createSandbox()
  await sandbox.fetch(sandbox.origins.home)
  expect(isLoaded('valibot')).toBe(false)

  sandbox.faults.add({ match: 'GET /ims/keys', status: 500 })
  expect(isLoaded('valibot')).toBe(true)
  expect(isLoaded('@valibot/to-json-schema')).toBe(false)

  await sandbox.fetch(`${sandbox.origins.home}/control/openapi.json`)
  expect(isLoaded('@valibot/to-json-schema')).toBe(true)
})

import { createRequire } from 'node:module'

import { expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const { cache } = createRequire(import.meta.url)

function isLoaded(name: string): boolean {
  return Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`))
}

it('starts and signs nothing with the packages that take long to load', async () => {
  const sandbox = await createSandbox()
  await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
  expect([isLoaded('yaml'), isLoaded('re2js')]).toEqual([false, false])

  sandbox.configureAem({ clientAllowList: 'kind: API\nversion: "1"\n' + allowed })
  expect(isLoaded('yaml')).toBe(true)
})

const allowed = 'metadata:\n  envTypes: [dev]\ndata:\n  allowedClientIDs:\n    author: [wknd-spa]\n'

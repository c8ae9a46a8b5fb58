import { expect, it, vi } from 'vitest'

import { createSeededRandomness } from '../../randomness.ts'
import { createSandbox } from '../../sandbox.ts'
import { controlService } from './service.ts'
import type { ControlContext } from '../control-context.ts'

const loaded = vi.hoisted(() => new Set<string>())

vi.mock('zod', (importOriginal) => {
  loaded.add('zod')
  return importOriginal()
})
vi.mock('@hono/zod-openapi', (importOriginal) => {
  loaded.add('@hono/zod-openapi')
  return importOriginal()
})

it('loads zod and Hono’s OpenAPI only for whoever calls the control API', async () => {
  const sandbox = await createSandbox()
  await sandbox.fetch(sandbox.origins.home)
  const context = {
    origins: sandbox.origins,
    token: 'fake-control-token',
    sessionSecret: 'fake-session-secret',
    randomness: createSeededRandomness('loading'),
  } as ControlContext
  const refused = new Request(`${sandbox.origins.home}/control/users`)
  expect((await controlService(refused, context)).status).toBe(401)
  expect([...loaded]).toEqual([])

  await controlService(new Request(`${sandbox.origins.home}/control`), context)
  expect([...loaded].toSorted()).toEqual(['@hono/zod-openapi', 'zod'])
})

import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import type { Behavior } from '../behavior/behavior.ts'
import { createSandbox } from '../sandbox.ts'

interface Call {
  readonly path: string
  readonly email?: string
  readonly init?: RequestInit
}

/** The answer to one call of AEM's, where only this row has its value by choice. */
async function call(row: Partial<Behavior>, { path, email, init = {} }: Call): Promise<Response> {
  const sandbox = await createSandbox({ behavior: row })
  const token = await createSandboxUser(sandbox, email).obtainAccessToken()
  const headers = { authorization: `Bearer ${token}`, 'x-api-key': 'wknd-spa' }
  return sandbox.fetch(sandbox.origins.aem + path, { ...init, headers })
}

describe('behavior of AEM', () => {
  it.each([
    ['empty', 200],
    ['refuse', 403],
  ] as const)('userWithoutProductProfile: %s', async (userWithoutProductProfile, status) => {
    const response = await call(
      { userWithoutProductProfile },
      { path: '/adobe/sites/cf/models', email: 'nora@wknd.test' },
    )
    expect(response.status).toBe(status)
  })

  it.each([
    ['first-page', 200],
    ['refuse', 400],
  ] as const)('zeroCursor: %s', async (zeroCursor, status) => {
    const response = await call({ zeroCursor }, { path: '/adobe/sites/cf/models?cursor=0' })
    expect(response.status).toBe(status)
  })

  it.each([
    ['serve', 200],
    ['refuse', 404],
  ] as const)('doubledSlash: %s', async (doubledSlash, status) => {
    const response = await call({ doubledSlash }, { path: '//adobe/sites/cf/models' })
    expect(response.status).toBe(status)
  })

  it.each([
    ['inside-200', 200],
    ['status-409', 409],
  ] as const)('folderConflict: %s', async (folderConflict, status) => {
    const body = JSON.stringify([{ path: '/content/dam/wknd-shared' }])
    const init = { method: 'POST', body }
    const response = await call({ folderConflict }, { path: '/adobe/folders', init })
    expect(response.status).toBe(status)
  })
})

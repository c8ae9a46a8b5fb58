import { createFakeClock } from '@mudbrick/testing/fake-clock'
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

describe('readAfterWriteDelayMs', () => {
  it('shows a folder that was made, and metadata that were changed, after that time', async () => {
    const clock = createFakeClock()
    const sandbox = await createSandbox({ clock, behavior: { readAfterWriteDelayMs: 5000 } })
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const headers = { authorization: `Bearer ${token}`, 'x-api-key': 'wknd-spa' }
    const send = (
      path: string,
      init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
    ): Promise<Response> =>
      sandbox.fetch(sandbox.origins.aem + path, {
        ...init,
        headers: { ...headers, ...init.headers },
      })
    const folder = '/content/dam/wknd-shared/late'
    const statusOfFolder = async (): Promise<number> =>
      (await send(`/adobe/folders?path=${folder}`)).status
    const asset = '/adobe/assets/urn:aaid:aem:000000a0-0000-4000-8000-000000000000/metadata'
    const titleOfAsset = async (): Promise<unknown> => {
      const { assetMetadata } = (await (await send(asset)).json()) as {
        readonly assetMetadata: Record<string, unknown>
      }
      return assetMetadata['dc:title']
    }

    await send('/adobe/folders', { method: 'POST', body: JSON.stringify([{ path: folder }]) })
    await send(asset, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'replace', path: '/dc:title', value: 'Late' }]),
    })
    clock.advance({ seconds: 4.5 })
    expect([await statusOfFolder(), await titleOfAsset()]).toEqual([404, 'Bali Surf Camp'])
    clock.advance({ seconds: 0.5 })
    expect([await statusOfFolder(), await titleOfAsset()]).toEqual([200, 'Late'])

    await send(`/adobe/folders?path=${folder}`, { method: 'DELETE' })
    expect(await statusOfFolder()).toBe(200)
    clock.advance({ seconds: 5 })
    expect(await statusOfFolder()).toBe(404)
  })
})

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

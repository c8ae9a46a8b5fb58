import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
let token: string

beforeEach(async () => {
  sandbox = await createSandbox()
  token = await createSandboxUser(sandbox).obtainAccessToken()
})

function call(
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
  as = token,
): Promise<Response> {
  const headers = { authorization: `Bearer ${as}`, 'x-api-key': 'wknd-spa', ...init.headers }
  return sandbox.fetch(new URL(path, sandbox.origins.aem), { ...init, headers })
}

const asset = '/adobe/assets/urn:aaid:aem:000000a0-0000-4000-8000-000000000000/metadata'

function patch(
  operations: unknown,
  headers: Record<string, string> = {},
  as?: string,
): Promise<Response> {
  const init = {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json', ...headers },
    body: JSON.stringify(operations),
  }
  return call(asset, init, as)
}

describe('GET /adobe/sites/cf/models/{modelId}', () => {
  it('gives one model whole', async () => {
    const id = 'L2NvbmYvd2tuZC1zaGFyZWQvc2V0dGluZ3MvZGFtL2NmbS9tb2RlbHMvYWR2ZW50dXJl'
    const response = await call(`/adobe/sites/cf/models/${id}`)
    expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{16}"$/)
    expect(await response.json()).toMatchObject({ name: 'Adventure', fields: expect.any(Array) })
  })

  it.each(['none', '%', '%E0%A4%A'])('answers 404 for the id %s', async (id) => {
    expect((await call(`/adobe/sites/cf/models/${id}`)).status).toBe(404)
  })
})

describe('content fragments', () => {
  it('have their status in every projection, and what Adobe’s own clients read in the full one', async () => {
    const minimal = await call('/adobe/sites/cf/fragments?limit=1&projection=minimal')
    const { items } = (await minimal.json()) as { items: { id: string }[] }
    expect(Object.keys(items[0] ?? {})).toEqual(['id', 'path', 'title', 'status'])
    const one = await call(`/adobe/sites/cf/fragments/${items[0]?.id}`)
    expect(await one.json()).toMatchObject({
      status: 'PUBLISHED',
      previewReplicationStatus: 'NEVER_PUBLISHED',
      validationStatus: [],
      etag: expect.stringMatching(/^"[\da-f]{16}"$/),
      model: { name: 'adventure', title: 'Adventure', description: expect.any(String) },
      fields: [{ name: 'title', locked: false, mimeType: 'text/plain' }, {}, {}],
      fieldTags: [],
      references: [],
    })
  })

  it('are not searched here, and "search" is no id', async () => {
    const response = await call('/adobe/sites/cf/fragments/search?query={}')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ detail: 'There is nothing at this address.' })
    expect(sandbox.journal.exchanges().at(-1)?.hints).toMatchObject([
      { code: 'endpoint_not_served' },
    ])
  })

  it('are JSON, which a request has to accept', async () => {
    const response = await call('/adobe/sites/cf/fragments', { headers: { accept: 'text/html' } })
    expect(response.status).toBe(406)
    expect(await response.json()).toMatchObject({ title: 'Not Acceptable' })
  })

  it('are listed under a path, and read with their version', async () => {
    const path = '/content/dam/wknd-shared/en/adventures/bali-surf-camp'
    const list = await call(`/adobe/sites/cf/fragments?path=${path}&projection=summary`)
    const { items } = (await list.json()) as { items: { id: string; title: string }[] }
    expect(items).toEqual([expect.objectContaining({ title: 'Bali Surf Camp' })])
    const one = await call(`/adobe/sites/cf/fragments/${items[0]?.id}`)
    expect(one.headers.has('etag')).toBe(true)
    expect(await one.json()).toMatchObject({
      fields: [{ name: 'title', values: ['Bali Surf Camp'] }, {}, {}],
    })
  })

  it('are not there for a user without product profile', async () => {
    const nora = await createSandboxUser(sandbox, 'nora@wknd.test').obtainAccessToken()
    expect(await (await call('/adobe/sites/cf/fragments', {}, nora)).json()).toEqual({ items: [] })
  })
})

describe('asset metadata', () => {
  it('is read', async () => {
    expect(await (await call(asset)).json()).toMatchObject({
      assetMetadata: { 'dc:title': 'Bali Surf Camp' },
      repositoryMetadata: { 'repo:name': 'bali-surf-camp.jpg' },
    })
  })

  it('is changed by a JSON Patch of the version that was read', async () => {
    const etag = (await call(asset)).headers.get('etag') ?? ''
    const changed = await patch([{ op: 'add', path: '/dc:title', value: 'Bali' }], {
      'if-match': etag,
    })
    expect(changed.status).toBe(200)
    expect(await (await call(asset)).json()).toMatchObject({
      assetMetadata: { 'dc:title': 'Bali' },
    })
    expect(changed.headers.get('etag')).toBe((await call(asset)).headers.get('etag'))
  })

  it('is kept from who holds an old version', async () => {
    const etag = (await call(asset)).headers.get('etag') ?? ''
    await patch([{ op: 'add', path: '/dc:title', value: 'A' }], { 'if-match': '*' })
    const stale = await patch([{ op: 'add', path: '/dc:title', value: 'B' }], { 'if-match': etag })
    expect(stale.status).toBe(412)
    expect(await (await call(asset)).json()).toMatchObject({ assetMetadata: { 'dc:title': 'A' } })
  })

  it.each([
    ['no list', {}],
    ['an unknown operation', [{ op: 'move', path: '/dc:title', from: '/x' }]],
    ['a member that is not there', [{ op: 'remove', path: '/none' }]],
    ['a deeper path', [{ op: 'add', path: '/a/b', value: 1 }]],
    ['no value', [{ op: 'add', path: '/a' }]],
  ])('refuses a patch with %s', async (_, operations) => {
    expect((await patch(operations)).status).toBe(400)
  })

  it('refuses another media type', async () => {
    expect((await patch([], { 'content-type': 'application/json' })).status).toBe(415)
  })

  it('is not changed by a viewer', async () => {
    const vic = await createSandboxUser(sandbox, 'vic@wknd.test').obtainAccessToken()
    expect((await patch([], {}, vic)).status).toBe(403)
  })
})

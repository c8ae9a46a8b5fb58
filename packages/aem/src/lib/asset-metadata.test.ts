import type { Fetch } from '@mudbrick/http'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { createAemClient } from './aem-client.ts'
import {
  type JsonPatchOperation,
  readAssetMetadata,
  updateAssetMetadata,
  type UpdateAssetMetadataOptions,
} from './asset-metadata.ts'

const assetId = 'urn:aaid:aem:11111111-2222-4333-8444-555555555555'
const path = 'https://author.test/adobe/assets/urn:aaid:aem:11111111-2222-4333-8444-555555555555'

/** The shape that Adobe's tutorial on server-to-server credentials shows. */
const wire = {
  assetId,
  assetMetadata: { 'dc:title': 'Surfing' },
  repositoryMetadata: { 'repo:name': 'surf.jpg', 'repo:path': '/content/dam/surf.jpg' },
}

describe('readAssetMetadata()', () => {
  it('asks for the asset, with the API key', async () => {
    const { aem, fetch, headersOf } = setUp(Response.json(wire))
    await readAssetMetadata(aem, assetId)
    expect(fetch.mock.calls[0]?.[0]).toEqual(new URL(`${path}/metadata`))
    expect(headersOf(0)).toEqual({ accept: 'application/json', 'x-api-key': 'client-id-123' })
  })

  it('gives the metadata and their version', async () => {
    const { aem } = setUp(Response.json(wire, { headers: { etag: '"1"' } }))
    expect(await readAssetMetadata(aem, assetId)).toEqual({ ...wire, etag: '"1"' })
  })

  it('gives the known metadata back when they are still the same', async () => {
    const known = { ...wire, etag: '"1"' }
    const { aem, headersOf } = setUp(new Response(null, { status: 304 }))
    expect(await readAssetMetadata(aem, assetId, { known })).toBe(known)
    expect(headersOf(0)).toHaveProperty('if-none-match', '"1"')
  })

  it('refuses a path in place of an id', async () => {
    const { aem, fetch } = setUp()
    await expect(readAssetMetadata(aem, '../folders')).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'assetId',
    })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('updateAssetMetadata()', () => {
  const operations = [{ op: 'add', path: '/dc:title', value: 'Summer' }] as const

  it('sends a JSON Patch for one version, as Adobe’s tutorial does', async () => {
    const { aem, fetch, headersOf } = setUp(new Response(null, { status: 204 }))
    await updateAssetMetadata(aem, assetId, operations, { etag: '"1"' })
    expect(fetch.mock.calls[0]?.[0]).toEqual(new URL(`${path}/metadata`))
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'PATCH',
      body: '[{"op":"add","path":"/dc:title","value":"Summer"}]',
    })
    expect(headersOf(0)).toEqual({
      accept: 'application/json',
      'content-type': 'application/json-patch+json',
      'if-match': '"1"',
      'x-api-key': 'client-id-123',
    })
  })

  it('gives the new version', async () => {
    const { aem } = setUp(Response.json(wire, { headers: { etag: '"2"' } }))
    expect(await updateAssetMetadata(aem, assetId, operations, { etag: '*' })).toEqual({
      etag: '"2"',
    })
  })

  it('says what to do when the metadata have changed meanwhile', async () => {
    const { aem } = setUp(Response.json({ title: 'Precondition Failed' }, { status: 412 }))
    await expect(
      updateAssetMetadata(aem, assetId, operations, { etag: '"1"' }),
    ).rejects.toMatchObject({
      name: 'AemError',
      status: 412,
      message: `PATCH ${path}/metadata failed with HTTP 412, "Precondition Failed": it has changed meanwhile, so read it again first.`,
    })
  })

  it('is not repeated when AEM is busy', async () => {
    const { aem, fetch } = setUp(new Response(null, { status: 503 }))
    await expect(
      updateAssetMetadata(aem, assetId, operations, { etag: '*' }),
    ).rejects.toMatchObject({ status: 503 })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not overwrite without `etag`', () => {
    expectTypeOf<UpdateAssetMetadataOptions['etag']>().toEqualTypeOf<string>()
    // @ts-expect-error -- an addition needs a value
    expectTypeOf<{ op: 'add'; path: string }>().toExtend<JsonPatchOperation>()
  })
})

function setUp(...answers: readonly Response[]) {
  const fetch = vi.fn<Fetch>()
  for (const answer of answers) fetch.mockResolvedValueOnce(answer)
  const aem = createAemClient({ origin: 'https://author.test', apiKey: 'client-id-123', fetch })
  const headersOf = (call: number) =>
    Object.fromEntries(new Headers(fetch.mock.calls[call]?.[1]?.headers))
  return { aem, fetch, headersOf }
}

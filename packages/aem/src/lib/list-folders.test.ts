import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { type AemClient, createAemClient } from './aem-client.ts'
import { iterateFolders, listFolders } from './list-folders.ts'

/** The shapes of Adobe's API reference. */
const self = {
  folderId: 'urn:aaid:aem:11111111-2222-4333-8444-555555555555',
  name: 'trips',
  title: 'Trips',
  path: '/content/dam/trips',
}
const north = {
  folderId: 'urn:aaid:aem:11111111-2222-4333-8444-666666666666',
  name: 'north',
  title: 'North',
  path: '/content/dam/trips/north',
}
const south = { ...north, name: 'south', path: '/content/dam/trips/south' }

describe('listFolders()', () => {
  it('asks for a page of a folder', async () => {
    const { aem, fetch } = setUp(Response.json({ self, children: [] }))
    await listFolders(aem, { path: '/content/dam/trips', limit: 20, cursor: 'b3BhcXVl' })
    expect(fetch.mock.calls[0]?.[0]).toEqual(
      new URL(
        'https://author.test/adobe/folders?path=%2Fcontent%2Fdam%2Ftrips&cursor=b3BhcXVl&limit=20',
      ),
    )
  })

  it('lists the top by default', async () => {
    const { aem, fetch } = setUp(Response.json({ self, children: [] }))
    await listFolders(aem)
    expect(fetch.mock.calls[0]?.[0]).toEqual(new URL('https://author.test/adobe/folders'))
  })

  it('sends the API key, and no other header of its own', async () => {
    const { aem, headersOf } = setUp(Response.json({ self, children: [] }))
    await listFolders(aem)
    expect(headersOf(0)).toEqual({ accept: 'application/json', 'x-api-key': 'client-id-123' })
  })

  it('gives the folder, those under it, and where the next page begins', async () => {
    const answer = { self, children: [north, { ...south, title: undefined }], cursor: 'b3BhcXVl' }
    const { aem } = setUp(Response.json(answer, { headers: { etag: '"1"' } }))
    expect(await listFolders(aem)).toEqual({
      self,
      children: [north, { ...south, title: undefined }],
      cursor: 'b3BhcXVl',
      etag: '"1"',
    })
  })

  it('is content with a page whose entity tag a browser hides', async () => {
    const { aem } = setUp(Response.json({ self, children: [] }))
    expect(await listFolders(aem)).toHaveProperty('etag', undefined)
  })

  it('names the folder that is broken', async () => {
    const { aem } = setUp(Response.json({ self, children: [north, { name: 'south' }] }))
    await expect(listFolders(aem)).rejects.toMatchObject({
      code: 'missing_field',
      field: 'children[1].folderId',
    })
  })

  it('reports a folder that is not there', async () => {
    const detail = 'There is no folder at this path.'
    const { aem } = setUp(Response.json({ detail }, { status: 404 }))
    await expect(listFolders(aem, { path: '/content/dam/east' })).rejects.toMatchObject({
      name: 'AemError',
      status: 404,
      problem: { detail },
    })
  })

  it('refuses a client without API key, saying what to give', async () => {
    const { fetch } = setUp()
    const aem = createAemClient({ origin: 'https://author.test', fetch })
    await expect(listFolders(aem)).rejects.toMatchObject({
      code: 'missing_client_id',
      option: 'apiKey',
      message:
        'apiKey is missing, and the folders and assets of AEM ask for it: give createAemClient() the client id as apiKey.',
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('refuses a limit that AEM would refuse', async () => {
    const { aem, fetch } = setUp()
    await expect(listFolders(aem, { limit: 51 })).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'limit',
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('rejects with the reason of the caller', async () => {
    const { aem } = setUp()
    await expect(listFolders(aem, { signal: AbortSignal.abort('left') })).rejects.toBe('left')
  })
})

describe('listFolders(), a page that is known', () => {
  const known = { self, children: [north], cursor: undefined, etag: '"1"' }

  it('asks AEM to send it only if it has changed', async () => {
    const { aem, headersOf } = setUp(new Response(null, { status: 304 }))
    await listFolders(aem, { known })
    expect(headersOf(0)).toHaveProperty('if-none-match', '"1"')
  })

  it('comes back as the same object when it has not', async () => {
    const { aem } = setUp(new Response(null, { status: 304 }))
    expect(await listFolders(aem, { known })).toBe(known)
  })

  it('gives way to the new one', async () => {
    const { aem } = setUp(Response.json({ self, children: [] }, { headers: { etag: '"2"' } }))
    expect(await listFolders(aem, { known })).toMatchObject({ children: [], etag: '"2"' })
  })

  it('is asked for in full when its entity tag was hidden', async () => {
    const { aem, headersOf } = setUp(Response.json({ self, children: [] }))
    await listFolders(aem, { known: { ...known, etag: undefined } })
    expect(headersOf(0)).not.toHaveProperty('if-none-match')
  })

  it('refuses a 304 to a request without `known`', async () => {
    const { aem } = setUp(new Response(null, { status: 304 }))
    await expect(listFolders(aem)).rejects.toMatchObject({ name: 'AemError', status: 304 })
  })
})

describe('iterateFolders()', () => {
  it('goes through all pages', async () => {
    const { aem, fetch } = setUp(
      Response.json({ self, children: [north], cursor: 'second' }),
      Response.json({ self, children: [south] }),
    )
    expect(await namesOf(aem)).toEqual(['north', 'south'])
    expect(fetch.mock.calls[1]?.[0]).toEqual(
      new URL('https://author.test/adobe/folders?path=%2Fcontent%2Fdam%2Ftrips&cursor=second'),
    )
  })

  it('stops where AEM sends it round in circles', async () => {
    const { aem } = setUp(
      Response.json({ self, children: [north], cursor: 'second' }),
      Response.json({ self, children: [south], cursor: 'second' }),
    )
    await expect(namesOf(aem)).rejects.toMatchObject({ code: 'wrong_value', field: 'cursor' })
  })
})

async function namesOf(aem: AemClient): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { name } of iterateFolders(aem, { path: '/content/dam/trips' })) names.push(name)
  return names
}

function setUp(...answers: readonly Response[]) {
  const fetch = vi.fn<Fetch>()
  for (const answer of answers) fetch.mockResolvedValueOnce(answer)
  const aem = createAemClient({ origin: 'https://author.test', apiKey: 'client-id-123', fetch })
  const headersOf = (call: number) =>
    Object.fromEntries(new Headers(fetch.mock.calls[call]?.[1]?.headers))
  return { aem, fetch, headersOf }
}

import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AemClient, createAemClient } from './aem-client.ts'
import {
  iterateContentFragmentModels,
  listContentFragmentModels,
} from './content-fragment-models.ts'

const adventure = { id: 'YWR2ZW50dXJl', path: '/conf/wknd-shared/adventure', name: 'Adventure' }
const article = { id: 'YXJ0aWNsZQ', path: '/conf/wknd-shared/article', name: 'Article' }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('listContentFragmentModels()', () => {
  it('asks as Adobe’s tutorial does', async () => {
    const { aem, fetch } = setUp(Response.json({ items: [] }))
    await listContentFragmentModels(aem, { cursor: '0', limit: 10, projection: 'summary' })
    expect(fetch.mock.calls[0]?.[0]).toEqual(
      new URL('https://author.test/adobe/sites/cf/models?cursor=0&limit=10&projection=summary'),
    )
  })

  it('leaves the defaults to AEM', async () => {
    const { aem, fetch } = setUp(Response.json({ items: [] }))
    await listContentFragmentModels(aem)
    expect(fetch.mock.calls[0]?.[0]).toEqual(new URL('https://author.test/adobe/sites/cf/models'))
  })

  it('sends no header that AEM’s CORS policy would have to name', async () => {
    const { aem, fetch } = setUp(Response.json({ items: [] }))
    await listContentFragmentModels(aem)
    const { headers, credentials } = new Request('https://author.test', fetch.mock.calls[0]?.[1])
    expect([...headers.keys()]).toEqual(['accept'])
    expect(credentials).toBe('omit')
  })

  it('gives a page and where the next begins', async () => {
    const { aem } = setUp(Response.json({ items: [adventure, article], cursor: 'b3BhcXVl' }))
    expect(await listContentFragmentModels(aem)).toMatchObject({
      items: [{ name: 'Adventure' }, { name: 'Article' }],
      cursor: 'b3BhcXVl',
    })
  })

  it('gives no cursor on the last page', async () => {
    const { aem } = setUp(Response.json({ items: [adventure] }))
    expect(await listContentFragmentModels(aem)).toHaveProperty('cursor', undefined)
  })

  it('gives an empty page to a user who may see nothing', async () => {
    const { aem } = setUp(Response.json({ items: [] }))
    expect(await listContentFragmentModels(aem)).toHaveProperty('items', [])
  })

  it('names the item that is broken', async () => {
    const { aem } = setUp(Response.json({ items: [adventure, { id: 'YXJ0aWNsZQ' }] }))
    await expect(listContentFragmentModels(aem)).rejects.toMatchObject({
      code: 'missing_field',
      field: 'items[1].path',
    })
  })

  it('tries again when AEM is busy', async () => {
    const { aem } = setUp(
      new Response('', { status: 503, headers: { 'retry-after': '1' } }),
      Response.json({ items: [adventure] }),
    )
    const page = listContentFragmentModels(aem)
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await page).items).toHaveLength(1)
  })

  it('rejects with the reason of the caller', async () => {
    const { aem } = setUp()
    const signal = AbortSignal.abort('left')
    await expect(listContentFragmentModels(aem, { signal })).rejects.toBe('left')
  })
})

describe('listContentFragmentModels(), limit', () => {
  it('refuses 0, saying what to give', async () => {
    const { aem, fetch } = setUp()
    await expect(listContentFragmentModels(aem, { limit: 0 })).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'limit',
      message: 'limit is 0, which AEM does not take: give a whole number from 1 to 50.',
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('takes 50', async () => {
    const { aem } = setUp(Response.json({ items: [] }))
    await expect(listContentFragmentModels(aem, { limit: 50 })).resolves.toBeDefined()
  })

  it('refuses 51', async () => {
    const { aem } = setUp()
    await expect(listContentFragmentModels(aem, { limit: 51 })).rejects.toMatchObject({
      code: 'invalid_option',
    })
  })

  it('refuses a limit that is not a number', async () => {
    const { aem } = setUp()
    await expect(listContentFragmentModels(aem, { limit: Number('x') })).rejects.toMatchObject({
      code: 'invalid_option',
    })
  })
})

describe('listContentFragmentModels(), refusals', () => {
  it('asks for a sign-in after a 401', async () => {
    const { aem } = setUp(new Response('', { status: 401 }))
    await expect(listContentFragmentModels(aem)).rejects.toMatchObject({
      name: 'AemError',
      code: 'http_error',
      status: 401,
      needsInteraction: true,
      problem: undefined,
    })
  })

  it('says what to do when the client is not on the allow list', async () => {
    const detail =
      'IMS Client ID not allowlisted. Allowlist the Client ID using the Configuration Pipeline.'
    const { aem } = setUp(Response.json({ title: 'Forbidden', detail }, { status: 403 }))
    await expect(listContentFragmentModels(aem)).rejects.toMatchObject({
      problem: { title: 'Forbidden', detail },
      message: `GET https://author.test/adobe/sites/cf/models failed with HTTP 403, "${detail}": add the client id to allowedClientIDs in the environment's api.yaml, and deploy that with a config pipeline.`,
    })
  })

  it('says what to do when the token lacks a scope', async () => {
    const detail = 'The access token is missing required scopes.'
    const type = 'https://api.adobeaemcloud.com/adobe/meta/errors/forbidden'
    const { aem } = setUp(Response.json({ type, detail }, { status: 403 }))
    await expect(listContentFragmentModels(aem)).rejects.toMatchObject({
      problem: { type, detail },
      message: `GET https://author.test/adobe/sites/cf/models failed with HTTP 403, "${detail}": ask for the missing scope when signing in, such as aem.fragments.management.`,
    })
  })

  it('says what to do when the user lacks rights', async () => {
    const { aem } = setUp(Response.json({ title: 'Forbidden' }, { status: 403 }))
    await expect(listContentFragmentModels(aem)).rejects.toThrow(
      /: give the user a product profile that allows it in Adobe's Admin Console\.$/,
    )
  })

  it('suspects a hibernated environment behind HTML', async () => {
    const { aem } = setUp(new Response('<html healthy="hibernated"></html>'))
    await expect(listContentFragmentModels(aem)).rejects.toMatchObject({
      code: 'not_json',
      message:
        'GET https://author.test/adobe/sites/cf/models answered with HTML where JSON was expected (HTTP 200): the environment is probably hibernated, so wake it in Adobe Developer Console and try again; if it is awake, check the origin.',
    })
  })

  it('suspects it behind an HTML page of failure as well', async () => {
    const { aem } = setUp(new Response('<html healthy="hibernated"></html>', { status: 404 }))
    await expect(listContentFragmentModels(aem)).rejects.toThrow(
      /failed with HTTP 404: the environment is probably hibernated/,
    )
  })

  it('shows no query, and no token that AEM quotes', async () => {
    const detail = `Bad token ${'fake-access-token'.repeat(3)}`
    const { aem } = setUp(Response.json({ detail }, { status: 400 }))
    const error: unknown = await listContentFragmentModels(aem, { cursor: 'fake-cursor' }).catch(
      (caught: unknown) => caught,
    )
    expect(String(error) + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

describe('iterateContentFragmentModels()', () => {
  it('goes through all pages', async () => {
    const { aem, fetch } = setUp(
      Response.json({ items: [adventure], cursor: 'second' }),
      Response.json({ items: [article] }),
    )
    expect(await namesOf(aem)).toEqual(['Adventure', 'Article'])
    expect(fetch.mock.calls.map(([input]) => input)).toEqual([
      new URL('https://author.test/adobe/sites/cf/models?limit=1'),
      new URL('https://author.test/adobe/sites/cf/models?cursor=second&limit=1'),
    ])
  })

  it('goes on over an empty page', async () => {
    const { aem } = setUp(
      Response.json({ items: [], cursor: 'second' }),
      Response.json({ items: [article] }),
    )
    expect(await namesOf(aem)).toEqual(['Article'])
  })

  it('asks for no more than is needed', async () => {
    const { aem, fetch } = setUp(Response.json({ items: [adventure], cursor: 'second' }))
    for await (const model of iterateContentFragmentModels(aem)) if (model) break
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('stops where AEM sends it round in circles', async () => {
    const { aem, fetch } = setUp(
      Response.json({ items: [adventure], cursor: 'second' }),
      Response.json({ items: [article], cursor: 'second' }),
    )
    await expect(namesOf(aem)).rejects.toMatchObject({ code: 'wrong_value', field: 'cursor' })
    expect(fetch).toHaveBeenCalledTimes(2)
  })
})

async function namesOf(aem: AemClient): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { name } of iterateContentFragmentModels(aem, { limit: 1 })) names.push(name)
  return names
}

function setUp(...answers: readonly Response[]) {
  const fetch = vi.fn<Fetch>()
  for (const answer of answers) fetch.mockResolvedValueOnce(answer)
  return { aem: createAemClient({ origin: 'https://author.test', fetch }), fetch }
}

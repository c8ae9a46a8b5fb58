import type { Fetch } from '@mudbrick/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type CommerceClient,
  type CreateCommerceClientOptions,
  createCommerceClient,
} from './commerce-client.ts'
import { iterateProducts, listProducts, readProduct } from './products.ts'
import type { SearchCriteria } from './search-criteria.ts'

/** The example of Adobe's description, with values of our own. */
const wire = {
  id: 11,
  sku: 'CAP-RED',
  name: 'Red cap',
  attribute_set_id: 4,
  price: 12.5,
  status: 1,
  visibility: 4,
  type_id: 'simple',
  created_at: '2026-01-05 10:00:00',
  updated_at: '2026-02-01 08:30:00',
  weight: 0.2,
  extension_attributes: { website_ids: [1], stock_item: { qty: 40 } },
  product_links: [],
  options: [],
  media_gallery_entries: [
    {
      id: 5,
      media_type: 'image',
      label: 'front',
      position: 1,
      disabled: false,
      types: ['image'],
      file: '/c/a/cap.jpg',
    },
  ],
  tier_prices: [{ customer_group_id: 0, qty: 10, value: 11 }],
  custom_attributes: [
    { attribute_code: 'color', value: '58' },
    { attribute_code: 'category_ids', value: ['3', '5'] },
  ],
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('listProducts()', () => {
  it('asks at the address of Adobe Commerce as a Cloud Service', async () => {
    const { commerce, urls, headers } = setUp([page([])])
    await listProducts(commerce, { pageSize: 2 })
    expect(urls()).toEqual([
      'https://na1.api.commerce.adobe.com/AbC123/V1/products?searchCriteria[pageSize]=2',
    ])
    expect(headers(0)).toEqual({ accept: 'application/json' })
  })

  it('asks for 100 products per page by default, since Commerce would return all', async () => {
    const { commerce, urls } = setUp([page([])])
    await listProducts(commerce)
    expect(urls()[0]).toContain('?searchCriteria[pageSize]=100')
  })

  it('names the store view in a header there', async () => {
    const { commerce, headers } = setUp([page([])], { storeView: 'de' })
    await listProducts(commerce)
    expect(headers(0)).toHaveProperty('store', 'de')
  })

  it('names the store view in the path on a server of one’s own', async () => {
    const { commerce, urls, headers } = setUp([page([])], {
      origin: 'https://shop.test',
      tenantId: undefined,
      storeView: 'de',
    })
    await listProducts(commerce, { pageSize: 2 })
    expect(urls()[0]).toMatch(/^https:\/\/shop\.test\/rest\/de\/V1\/products\?/)
    expect(headers(0)).not.toHaveProperty('store')
  })

  it('asks under /rest/V1 without store view', async () => {
    const { commerce, urls } = setUp([page([])], {
      origin: 'https://shop.test',
      tenantId: undefined,
    })
    await listProducts(commerce)
    expect(urls()[0]).toMatch(/^https:\/\/shop\.test\/rest\/V1\/products\?/)
  })

  it('sends what a program sends beside its token', async () => {
    const { commerce, headers } = setUp([page([])], {
      apiKey: 'client-id-123',
      organizationId: '57AB1E0000000000000000A0@AdobeOrg',
    })
    await listProducts(commerce)
    expect(headers(0)).toEqual({
      accept: 'application/json',
      'x-api-key': 'client-id-123',
      'x-gw-ims-org-id': '57AB1E0000000000000000A0@AdobeOrg',
    })
  })

  it('encodes the % of a pattern', async () => {
    const { commerce, addresses } = setUp([page([])])
    await listProducts(commerce, {
      filterGroups: [[{ field: 'sku', condition: 'like', value: 'CAP%' }]],
    })
    expect(addresses()[0]).toContain('=CAP%25&')
  })

  it('gives products in words of our own', async () => {
    const { commerce } = setUp([Response.json({ items: [wire], total_count: 1 })])
    const { items, totalCount } = await listProducts(commerce)
    expect(totalCount).toBe(1)
    expect(items).toEqual([
      {
        sku: 'CAP-RED',
        id: 11,
        name: 'Red cap',
        attributeSetId: 4,
        price: 12.5,
        isEnabled: true,
        visibility: 4,
        typeId: 'simple',
        weight: 0.2,
        createdAt: Date.UTC(2026, 0, 5, 10),
        updatedAt: Date.UTC(2026, 1, 1, 8, 30),
        customAttributes: { color: '58', category_ids: ['3', '5'] },
        extensionAttributes: { website_ids: [1], stock_item: { qty: 40 } },
        mediaGalleryEntries: [
          {
            id: 5,
            mediaType: 'image',
            label: 'front',
            position: 1,
            isDisabled: false,
            types: ['image'],
            file: '/c/a/cap.jpg',
          },
        ],
        tierPrices: [{ customerGroupId: 0, quantity: 10, value: 11 }],
      },
    ])
  })

  it('makes do with the SKU, which is all that Commerce promises', async () => {
    const { commerce } = setUp([page(['A'])])
    const { items } = await listProducts(commerce)
    expect(items[0]).toMatchObject({ sku: 'A', name: undefined, customAttributes: {} })
  })

  it('names the field that is broken', async () => {
    const { commerce } = setUp([Response.json({ items: [wire, {}], total_count: 2 })])
    await expect(listProducts(commerce)).rejects.toMatchObject({
      code: 'missing_field',
      field: 'items[1].sku',
    })
  })

  it('asks for parts of each product, the SKU among them', async () => {
    const { commerce, urls } = setUp([page([])])
    await listProducts(commerce, {}, { fields: ['name', 'extension_attributes[stock_item[qty]]'] })
    expect(urls()[0]).toMatch(
      /&fields=items\[sku,name,extension_attributes\[stock_item\[qty\]\]\],total_count$/,
    )
  })

  it('refuses a field to which Commerce would answer with nothing', async () => {
    const { commerce, fetch } = setUp([])
    await expect(listProducts(commerce, {}, { fields: ['name price'] })).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'fields',
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('waits as long as Commerce asks, and tries again', async () => {
    const busy = new Response('', { status: 429, headers: { 'retry-after': '5' } })
    const { commerce, fetch } = setUp([busy, page(['A'])])
    const listed = listProducts(commerce)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(fetch).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(1)
    expect((await listed).items).toHaveLength(1)
  })

  it('rejects with what Commerce says', async () => {
    const body = { message: 'Invalid: %1', parameters: ['price'] }
    const { commerce } = setUp([Response.json(body, { status: 400 })])
    await expect(listProducts(commerce)).rejects.toMatchObject({
      name: 'CommerceError',
      problem: { message: 'Invalid: price' },
    })
  })

  it('rejects with the reason of the caller', async () => {
    const { commerce } = setUp([])
    const signal = AbortSignal.abort('left')
    await expect(listProducts(commerce, {}, { signal })).rejects.toBe('left')
  })
})

describe('iterateProducts()', () => {
  it('asks for page after page, by id', async () => {
    const { commerce, urls } = setUp([page(['A', 'B'], 3), page(['C'], 3)])
    expect(await skusOf(commerce)).toEqual(['A', 'B', 'C'])
    expect(
      urls().map((url) => new URL(url).searchParams.get('searchCriteria[currentPage]')),
    ).toEqual(['1', '2'])
    expect(urls()[0]).toContain('[sortOrders][0][field]=entity_id')
  })

  it('keeps the order that it is given', async () => {
    const { commerce, urls } = setUp([page([], 0)])
    const sortOrders = [{ field: 'price', direction: 'DESC' }] as const
    await skusOf(commerce, { sortOrders })
    expect(urls()[0]).not.toContain('entity_id')
  })

  it('ends when Commerce repeats its last page', async () => {
    const { commerce, fetch } = setUp([page(['A', 'B'], 9), page(['C'], 9), page(['C'], 9)])
    expect(await skusOf(commerce)).toEqual(['A', 'B', 'C'])
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  it('ends with an empty page', async () => {
    const { commerce } = setUp([page(['A', 'B'], 9), page([], 9)])
    expect(await skusOf(commerce)).toEqual(['A', 'B'])
  })

  it('gives no product twice that has moved to the next page', async () => {
    const { commerce } = setUp([page(['A', 'B'], 3), page(['B', 'C'], 3)])
    expect(await skusOf(commerce)).toEqual(['A', 'B', 'C'])
  })

  it('goes on where a server gives smaller pages than it was asked for', async () => {
    const { commerce } = setUp([page(['A'], 3), page(['B'], 3), page(['C'], 3)])
    expect(await skusOf(commerce)).toEqual(['A', 'B', 'C'])
  })

  it('begins with the page that it is given', async () => {
    const { commerce, fetch } = setUp([page(['C'], 3)])
    expect(await skusOf(commerce, { currentPage: 2 })).toEqual(['C'])
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not request a page that is not needed', async () => {
    const { commerce, fetch } = setUp([page(['A', 'B'], 9)])
    for await (const { sku } of iterateProducts(commerce, { pageSize: 2 })) {
      if (sku === 'B') break
    }
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe('readProduct()', () => {
  it('asks for it by its SKU, encoded', async () => {
    const { commerce, addresses } = setUp([Response.json({ sku: 'A/B 1?' })])
    expect(await readProduct(commerce, 'A/B 1?', { storeId: 2 })).toHaveProperty('sku', 'A/B 1?')
    expect(addresses()).toEqual([
      'https://na1.api.commerce.adobe.com/AbC123/V1/products/A%2FB%201%3F?storeId=2',
    ])
  })

  it.each(['', '.', '..'])('refuses %j, which would be another address', async (sku) => {
    const { commerce, fetch } = setUp([])
    await expect(readProduct(commerce, sku)).rejects.toMatchObject({ option: 'sku' })
    expect(fetch).not.toHaveBeenCalled()
  })
})

function page(skus: readonly string[], total = skus.length): Response {
  return Response.json({ items: skus.map((sku) => ({ sku })), total_count: total })
}

async function skusOf(
  commerce: CommerceClient,
  criteria: SearchCriteria = {},
): Promise<readonly string[]> {
  const skus: string[] = []
  for await (const { sku } of iterateProducts(commerce, { pageSize: 2, ...criteria })) {
    skus.push(sku)
  }
  return skus
}

function setUp(answers: readonly Response[], options: Partial<CreateCommerceClientOptions> = {}) {
  const fetch = vi.fn<Fetch>()
  for (const answer of answers) fetch.mockResolvedValueOnce(answer)
  const commerce = createCommerceClient({
    origin: 'https://na1.api.commerce.adobe.com',
    tenantId: 'AbC123',
    fetch,
    ...options,
  })
  const addresses = (): readonly string[] =>
    fetch.mock.calls.map(([input]) => new Request(input).url)
  const urls = (): readonly string[] => addresses().map((url) => decodeURIComponent(url))
  const headers = (call: number): object =>
    Object.fromEntries(new Headers(fetch.mock.calls[call]?.[1]?.headers))
  return { commerce, fetch, addresses, urls, headers }
}

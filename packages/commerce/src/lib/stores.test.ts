import { type Fetch, isMudbrickError } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { createCommerceClient } from './commerce-client.ts'
import { listStoreConfigurations, listStoreGroups, listStoreViews, listWebsites } from './stores.ts'

/** The example of Adobe's description, with values of our own. */
const configuration = {
  id: 1,
  code: 'default',
  website_id: 1,
  locale: 'en_US',
  base_currency_code: 'USD',
  default_display_currency_code: 'USD',
  timezone: 'America/New_York',
  weight_unit: 'lbs',
  base_url: 'http://shop.example/',
  base_link_url: 'http://shop.example/',
  base_static_url: 'http://shop.example/static/',
  base_media_url: 'http://shop.example/media/',
  secure_base_url: 'https://shop.example/',
  secure_base_link_url: 'https://shop.example/',
  secure_base_static_url: 'https://shop.example/static/',
  secure_base_media_url: 'https://shop.example/media/',
}

describe('listStoreConfigurations()', () => {
  it('gives them in words of our own', async () => {
    const { commerce, url } = setUp(Response.json([configuration]))
    expect(await listStoreConfigurations(commerce)).toEqual([
      {
        id: 1,
        code: 'default',
        websiteId: 1,
        locale: 'en_US',
        baseCurrencyCode: 'USD',
        defaultDisplayCurrencyCode: 'USD',
        timezone: 'America/New_York',
        weightUnit: 'lbs',
        addresses: {
          base: 'http://shop.example/',
          link: 'http://shop.example/',
          static: 'http://shop.example/static/',
          media: 'http://shop.example/media/',
        },
        secureAddresses: {
          base: 'https://shop.example/',
          link: 'https://shop.example/',
          static: 'https://shop.example/static/',
          media: 'https://shop.example/media/',
        },
      },
    ])
    expect(url()).toBe('https://shop.example/rest/V1/store/storeConfigs')
  })

  it('asks for some of them', async () => {
    const { commerce, url } = setUp(Response.json([]))
    await listStoreConfigurations(commerce, { storeCodes: ['de', 'fr'] })
    expect(url()).toMatch(/\/store\/storeConfigs\?storeCodes\[\]=de&storeCodes\[\]=fr$/)
  })

  it('names the field that is broken', async () => {
    const { commerce } = setUp(Response.json([configuration, { ...configuration, locale: 3 }]))
    await expect(listStoreConfigurations(commerce)).rejects.toMatchObject({
      code: 'wrong_type',
      field: '[1].locale',
    })
  })

  it('wants a list', async () => {
    const { commerce } = setUp(Response.json({ items: [] }))
    const error: unknown = await listStoreConfigurations(commerce).catch(
      (reason: unknown) => reason,
    )
    expect(isMudbrickError(error) && error.code).toBe('wrong_type')
  })
})

describe('listStoreViews()', () => {
  it('gives them, active by a number', async () => {
    const wire = { id: 2, code: 'de', name: 'Deutsch', website_id: 1, store_group_id: 1 }
    const { commerce, url } = setUp(
      Response.json([{ ...wire, is_active: 1 }, { ...wire, is_active: 0 }, wire]),
    )
    const views = await listStoreViews(commerce)
    expect(views.map(({ isActive }) => isActive)).toEqual([true, false, undefined])
    expect(views[0]).toMatchObject({ id: 2, code: 'de', websiteId: 1, storeGroupId: 1 })
    expect(url()).toBe('https://shop.example/rest/V1/store/storeViews')
  })
})

describe('listStoreGroups()', () => {
  it('gives them', async () => {
    const { commerce, url } = setUp(
      Response.json([
        {
          id: 1,
          website_id: 1,
          root_category_id: 2,
          default_store_id: 1,
          name: 'Main',
          code: 'main',
        },
      ]),
    )
    expect(await listStoreGroups(commerce)).toEqual([
      { id: 1, websiteId: 1, rootCategoryId: 2, defaultStoreId: 1, name: 'Main', code: 'main' },
    ])
    expect(url()).toBe('https://shop.example/rest/V1/store/storeGroups')
  })
})

describe('listWebsites()', () => {
  it('gives them', async () => {
    const { commerce, url } = setUp(
      Response.json([{ id: 1, code: 'base', name: 'Main', default_group_id: 1 }]),
    )
    expect(await listWebsites(commerce)).toEqual([
      { id: 1, code: 'base', name: 'Main', defaultGroupId: 1 },
    ])
    expect(url()).toBe('https://shop.example/rest/V1/store/websites')
  })
})

function setUp(answer: Response) {
  const fetch = vi.fn<Fetch>().mockResolvedValueOnce(answer)
  const commerce = createCommerceClient({ origin: 'https://shop.example', fetch })
  const url = (): string => decodeURIComponent(new Request(fetch.mock.calls[0]?.[0] ?? '').url)
  return { commerce, url }
}

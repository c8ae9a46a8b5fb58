import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
let token: string

beforeEach(async () => {
  sandbox = await createSandbox()
  token = await sandbox.tokens.issue({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
})

interface Product {
  readonly id: number
  readonly sku: string
  readonly name: string
  readonly price: number
  readonly created_at: string
}

interface List {
  readonly items: readonly Product[]
  readonly search_criteria: object
  readonly total_count: number
}

async function ask(query: string, resource = 'products'): Promise<Response> {
  return sandbox.fetch(`${sandbox.origins.commerce}/wknd-tenant/V1/${resource}${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
}

async function list(query: string): Promise<List> {
  const response = await ask(query)
  expect(response.status).toBe(200)
  return (await response.json()) as List
}

/** One filter after another in groups of their own, as `field condition value`. */
async function countOf(...filters: readonly string[]): Promise<number> {
  const parameters = filters.flatMap((filter, index) => {
    const [field = '', condition = '', ...value] = filter.split(' ')
    const start = `searchCriteria[filter_groups][${index}][filters][0]`
    return [
      [`${start}[field]`, field],
      [`${start}[condition_type]`, condition],
      [`${start}[value]`, value.join(' ')],
    ]
  })
  return (await list(`?${new URLSearchParams(parameters).toString()}`)).total_count
}

function hints(): readonly string[] {
  const found = sandbox.journal.last()?.hints ?? []
  return found.map(({ code, about }) => (about === undefined ? code : `${code}: ${about}`))
}

describe('GET /V1/products without criteria', () => {
  it('gives all products, which are more than 500', async () => {
    const { items, total_count: total } = await list('')
    expect(total).toBe(520)
    expect(items).toHaveLength(520)
    expect(hints()).toEqual(['search_criteria_missing'])
  })

  it('gives the same ones at every start, each with a SKU of its own', async () => {
    const { items } = await list('')
    expect(new Set(items.map(({ sku }) => sku)).size).toBe(520)
    const other = await createSandbox()
    const response = await other.fetch(`${other.origins.commerce}/rest/V1/products`, {
      headers: {
        authorization: `Bearer ${await other.tokens.issue({ user: 'cora@wknd.test', clientId: 'commerce-admin' })}`,
      },
    })
    expect(((await response.json()) as List).items).toEqual(items)
  })

  it.each(['?searchCriteria=all', '?searchCriteria', '?searchCriteria[pageSize]=0'])(
    'takes %s for all of them too',
    async (query) => {
      expect((await list(query)).items).toHaveLength(520)
      expect(hints()).toEqual([])
    },
  )
})

describe('GET /V1/products, the two spellings', () => {
  const expected = {
    filter_groups: [{ filters: [{ field: 'sku', value: 'WKND-CAP%', condition_type: 'like' }] }],
    sort_orders: [{ field: 'name', direction: 'ASC' }],
    page_size: 2,
    current_page: 1,
  }

  it('takes that of the guide', async () => {
    const answer = await list(
      '?searchCriteria[filter_groups][0][filters][0][field]=sku' +
        '&searchCriteria[filter_groups][0][filters][0][value]=WKND-CAP%25' +
        '&searchCriteria[filter_groups][0][filters][0][condition_type]=like' +
        '&searchCriteria[sortOrders][0][field]=name&searchCriteria[sortOrders][0][direction]=ASC' +
        '&searchCriteria[pageSize]=2&searchCriteria[currentPage]=1',
    )
    expect(answer.search_criteria).toEqual(expected)
    expect(answer.items.map(({ name }) => name)).toEqual(['Blue Cap', 'Red Cap'])
    expect(answer.total_count).toBe(2)
  })

  it('takes that of the OpenAPI description', async () => {
    const answer = await list(
      '?searchCriteria[filterGroups][0][filters][0][field]=sku' +
        '&searchCriteria[filterGroups][0][filters][0][value]=WKND-CAP%25' +
        '&searchCriteria[filterGroups][0][filters][0][conditionType]=like' +
        '&searchCriteria[sortOrders][0][field]=name&searchCriteria[sortOrders][0][direction]=ASC' +
        '&searchCriteria[pageSize]=2&searchCriteria[currentPage]=1',
    )
    expect(answer.search_criteria).toEqual(expected)
  })

  it('takes snake case all through', async () => {
    const { items } = await list('?search_criteria[page_size]=3&search_criteria[current_page]=2')
    expect(items.map(({ id }) => id)).toEqual([4, 5, 6])
  })

  it('notes what it does not know, and goes on', async () => {
    const { items } = await list('?searchCriteria[pageSize]=3&searchCriteria[page]=2')
    expect(items.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(hints()).toEqual(['search_criteria_ignored: searchCriteria[page]'])
  })
})

/** Of the eight products that are written down, and of 512 generated ones, 32 of each kind and 128 of each color. */
describe('GET /V1/products, conditions', () => {
  it.each([
    ['sku eq wknd-cap-red', 1],
    ['sku neq WKND-CAP-RED', 519],
    ['sku like WKND-CAP%', 2],
    ['sku like %CAP-RE_', 1],
    ['sku like CAP', 0],
    ['sku nlike WKND-CAP%', 518],
    ['sku in WKND-CAP-RED,WKND-CAP-BLUE, WKND-NONE', 2],
    ['sku nin WKND-CAP-RED,WKND-CAP-BLUE', 518],
    ['type_id eq virtual', 2],
    ['weight null', 2],
    ['weight notnull', 518],
    ['weight gt 8', 32],
    ['weight gteq 8.4', 32],
    ['weight moreq 8.4', 32],
    ['weight lt 0.1', 1],
    ['weight lteq 0.1', 2],
    ['color eq Red', 129],
    ['activity finset hiking', 132],
    ['activity nfinset hiking', 385],
    ['category_id eq 6', 96],
    ['website_id eq 2', 520],
    ['entity_id eq 1', 1],
    ['status in 1,2', 520],
    ['name eq Rote Kappe', 0],
  ])('%s: %i', async (filter, count) => {
    expect(await countOf(filter)).toBe(count)
  })

  it('takes eq where no condition is given', async () => {
    const start = '?searchCriteria[filter_groups][0][filters][0]'
    const { search_criteria: criteria, total_count: total } = await list(
      `${start}[field]=sku&${start.slice(1)}[value]=WKND-CAP-RED`,
    )
    expect(total).toBe(1)
    expect(criteria).toMatchObject({ filter_groups: [{ filters: [{ condition_type: 'eq' }] }] })
  })

  it('wants every group, as from and to in different ones', async () => {
    const [from, to, both] = await Promise.all([
      countOf('weight from 3'),
      countOf('weight to 5'),
      countOf('weight from 3', 'weight to 5'),
    ])
    expect([from > both, to > both]).toEqual([true, true])
    expect(both).toBe(64)
  })

  it('wants one filter of a group', async () => {
    const filter = (index: number, sku: string): string =>
      [
        ['field', 'sku'],
        ['value', sku],
      ]
        .map(
          ([name, value]) =>
            `searchCriteria[filter_groups][0][filters][${index}][${name}]=${value}`,
        )
        .join('&')
    const { total_count: total } = await list(
      `?${filter(0, 'WKND-CAP-RED')}&${filter(1, 'WKND-CAP-BLUE')}`,
    )
    expect(total).toBe(2)
  })

  it('takes no time for a pattern that would take regular expressions for ever', async () => {
    expect(await countOf(`sku like ${'%a'.repeat(2000)}`)).toBe(0)
  })
})

describe('GET /V1/products, order and pages', () => {
  it('sorts downwards by default', async () => {
    const { items } = await list(
      '?searchCriteria[sortOrders][0][field]=entity_id&searchCriteria[pageSize]=2',
    )
    expect(items.map(({ id }) => id)).toEqual([520, 519])
  })

  it('sorts by one field after the other', async () => {
    const { items } = await list(
      '?searchCriteria[sortOrders][0][field]=type_id&searchCriteria[sortOrders][0][direction]=DESC' +
        '&searchCriteria[sortOrders][1][field]=price&searchCriteria[sortOrders][1][direction]=asc' +
        '&searchCriteria[pageSize]=3',
    )
    expect(items.map(({ sku }) => sku)).toEqual([
      'WKND-GIFT-CARD-50',
      'WKND-TOUR-BALI',
      'WKND-STICKERS-2024',
    ])
  })

  it('takes page 0 for the first', async () => {
    const { items } = await list('?searchCriteria[pageSize]=2&searchCriteria[currentPage]=0')
    expect(items.map(({ id }) => id)).toEqual([1, 2])
  })

  it('goes through all pages without a gap', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((page) =>
        list(`?searchCriteria[pageSize]=100&searchCriteria[currentPage]=${page}`),
      ),
    )
    const ids = pages.flatMap(({ items }) => items.map(({ id }) => id))
    expect(ids).toEqual(Array.from({ length: 520 }, (_, index) => index + 1))
  })
})

describe('GET /V1/products, refusals', () => {
  const filter = '?searchCriteria[filter_groups][0][filters][0]'

  it.each([
    [
      '?searchCriteria[pageSize]=many',
      {
        message:
          'The "%value" value\'s type is invalid. The "%type" type was expected. Verify and try again.',
        parameters: { value: 'many', type: 'int' },
      },
    ],
    [
      '?searchCriteria[currentPage]=-1',
      { message: expect.any(String), parameters: { value: '-1', type: 'int' } },
    ],
    [
      `${filter}[field]=colour&${filter.slice(1)}[value]=red`,
      {
        message: 'The "%1" attribute name is invalid. Reset the name and try again.',
        parameters: ['colour'],
      },
    ],
    [
      `${filter}[value]=red`,
      {
        message: '"%fieldName" is required. Enter and try again.',
        parameters: { fieldName: 'field' },
      },
    ],
    [
      `${filter}[field]=sku&${filter.slice(1)}[condition_type]=is`,
      { message: expect.any(String), parameters: ['is'] },
    ],
    [
      '?searchCriteria[sortOrders][0][field]=colour',
      { message: expect.any(String), parameters: ['colour'] },
    ],
    [
      '?searchCriteria[sortOrders][0][field]=sku&searchCriteria[sortOrders][0][direction]=UP',
      { message: expect.stringContaining('ASC for ascending') },
    ],
  ])('%s', async (query, body) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual(body)
  })
})

describe('GET /V1/products/{sku}', () => {
  it('gives one product, with what its schema requires', async () => {
    expect(await (await ask('/WKND-CAP-RED')).json()).toMatchObject({
      id: 1,
      sku: 'WKND-CAP-RED',
      attribute_set_id: 4,
      price: 19,
      status: 1,
      type_id: 'simple',
      created_at: '2025-03-01 09:00:00',
      weight: 0.2,
      extension_attributes: { website_ids: [1, 2], stock_item: { qty: 140, is_in_stock: true } },
      custom_attributes: expect.arrayContaining([
        { attribute_code: 'color', value: 'red' },
        { attribute_code: 'category_ids', value: ['3'] },
      ]),
    })
  })

  it('says that it does not exist', async () => {
    const response = await ask('/WKND-CAP-PINK')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      message: "The product that was requested doesn't exist. Verify the product and try again.",
    })
  })

  it('takes another method for a mistake', async () => {
    const url = `${sandbox.origins.commerce}/wknd-tenant/V1/products/WKND-CAP-RED`
    const headers = { authorization: `Bearer ${token}` }
    expect((await sandbox.fetch(url, { method: 'DELETE', headers })).status).toBe(405)
  })
})

describe('parts of an answer', () => {
  it('are those that fields names', async () => {
    const response = await ask(
      '?searchCriteria[pageSize]=2&fields=items[sku,extension_attributes[stock_item[qty]]],total_count',
    )
    expect(await response.json()).toEqual({
      items: [
        { sku: 'WKND-CAP-RED', extension_attributes: { stock_item: { qty: 140 } } },
        { sku: 'WKND-CAP-BLUE', extension_attributes: { stock_item: { qty: 0 } } },
      ],
      total_count: 520,
    })
  })

  it('are those of each item of a list', async () => {
    expect(await (await ask('?fields=id,code', 'store/websites')).json()).toEqual([
      { id: 0, code: 'admin' },
      { id: 1, code: 'base' },
      { id: 2, code: 'europe' },
    ])
  })

  it.each(['', 'items[sku', 'items[sku]]', '[sku]', 'items(sku)', 'items{sku}'])(
    'are an empty list for fields=%s, and the journal says so',
    async (fields) => {
      const response = await ask(`/WKND-CAP-RED?fields=${encodeURIComponent(fields)}`)
      expect(await response.json()).toEqual([])
      expect(hints()).toEqual(['fields_malformed'])
    },
  )
})

describe('GET /V1/store/…', () => {
  it('gives the configuration of each store view that sells', async () => {
    const configurations = (await (await ask('', 'store/storeConfigs')).json()) as readonly object[]
    expect(configurations).toMatchObject([
      { id: 1, code: 'default', locale: 'en_US', base_currency_code: 'USD' },
      { id: 2, code: 'de', website_id: 2, timezone: 'Europe/Berlin', weight_unit: 'kgs' },
      { id: 3, code: 'fr', secure_base_url: 'https://shop-europe.wknd.test/' },
    ])
    expect(Object.keys(configurations[0] ?? {})).toHaveLength(16)
  })

  it.each(['?storeCodes[]=fr', '?storeCodes[0]=fr', '?storeCodes=fr'])(
    'gives those asked for by %s',
    async (query) => {
      expect(await (await ask(query, 'store/storeConfigs')).json()).toMatchObject([{ code: 'fr' }])
    },
  )

  it('gives store views', async () => {
    const views = (await (await ask('', 'store/storeViews')).json()) as readonly object[]
    expect(views).toHaveLength(4)
    expect(views[2]).toEqual({
      id: 2,
      code: 'de',
      name: 'Deutsch',
      website_id: 2,
      store_group_id: 2,
      is_active: 1,
    })
  })

  it('gives store groups', async () => {
    const groups = (await (await ask('', 'store/storeGroups')).json()) as readonly object[]
    expect(groups[1]).toEqual({
      id: 1,
      website_id: 1,
      root_category_id: 2,
      default_store_id: 1,
      name: 'WKND Outfitters',
      code: 'wknd_outfitters',
    })
  })
})

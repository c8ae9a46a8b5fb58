import { createBearerFetch } from '@mudbrick/oauth'
import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'
import { type CommerceClient, createCommerceClient } from './commerce-client.ts'
import { isTokenRejected } from './commerce-error.ts'
import { iterateProducts, listProducts, readProduct } from './products.ts'
import { createSearchCriteria } from './search-criteria.ts'
import { listStoreConfigurations, listStoreGroups, listStoreViews, listWebsites } from './stores.ts'

let sandbox: Sandbox
/** For which user a token was asked for, refused ones too. */
let renewals: number

beforeEach(async () => {
  sandbox = await createSandbox()
  renewals = 0
})

interface Caller {
  readonly user?: string
  readonly tenantId?: string | undefined
  readonly storeView?: string
}

async function connect({ user = 'cora@wknd.test', ...options }: Caller = {}) {
  const issue = (): Promise<string> =>
    sandbox.tokens.issue({ user, clientId: 'commerce-admin', scopes: ['openid', 'commerce.accs'] })
  let token = await issue()
  const fetch = createBearerFetch({
    getAccessToken: async ({ rejected }) => {
      if (rejected === token) {
        renewals += 1
        token = await issue()
      }
      return token
    },
    allowedOrigins: [sandbox.origins.commerce],
    isTokenRejected,
    fetch: sandbox.fetch,
  })
  return createCommerceClient({
    origin: sandbox.origins.commerce,
    tenantId: 'wknd-tenant',
    apiKey: 'commerce-admin',
    organizationId: '57AB1E0000000000000000A0@AdobeOrg',
    fetch,
    ...options,
  })
}

async function skusOf(
  commerce: CommerceClient,
  ...rest: Parameters<typeof iterateProducts> extends [unknown, ...infer Rest] ? Rest : never
): Promise<readonly string[]> {
  const skus: string[] = []
  for await (const { sku } of iterateProducts(commerce, ...rest)) skus.push(sku)
  return skus
}

describe('Commerce, of the sandbox', () => {
  it('is gone through once, whatever comes after the last page', async () => {
    const commerce = await connect()
    const skus = await skusOf(commerce)
    expect(new Set(skus).size).toBe(520)
    expect(skus).toHaveLength(520)
    expect(sandbox.journal.exchanges({ hint: 'page_past_end' })).toEqual([])
  })

  it('understands every filter as it is meant', async () => {
    const commerce = await connect()
    const criteria = createSearchCriteria()
      .where({ field: 'name', condition: 'like', value: '%Tent%' })
      .whereAny({ field: 'color', value: 'red' }, { field: 'color', value: 'blue' })
      .between('price', 250, 300)
      .sortBy('price')
      .page(1, 50)
    const { items, totalCount } = await listProducts(commerce, criteria)
    expect(items).toHaveLength(totalCount)
    expect(totalCount).toBeGreaterThan(5)
    const odd = items.filter(
      ({ name, price = 0, customAttributes }) =>
        !name?.includes('Tent') ||
        price < 250 ||
        price > 300 ||
        !['red', 'blue'].includes(String(customAttributes['color'])),
    )
    expect(odd).toEqual([])
    const prices = items.map(({ price }) => price ?? 0)
    expect(prices).toEqual(prices.toSorted((one, other) => one - other))
    expect(sandbox.journal.last()?.hints).toEqual([])
  })

  it('gives nothing of a product but what is asked for', async () => {
    const { items } = await listProducts(await connect(), { pageSize: 1 }, { fields: ['price'] })
    expect(items).toMatchObject([{ sku: 'WKND-CAP-RED', price: 19, name: undefined }])
  })

  it('shows a product as the store view does, by both forms of address', async () => {
    const german = await connect({ storeView: 'de' })
    expect(await readProduct(german, 'WKND-CAP-RED')).toHaveProperty('name', 'Rote Kappe')
    const french = await connect({ storeView: 'fr', tenantId: undefined })
    expect(await readProduct(french, 'WKND-CAP-RED')).toHaveProperty('name', 'Casquette rouge')
  })

  it('tells of its stores', async () => {
    const commerce = await connect()
    const [configurations, views, groups, websites] = await Promise.all([
      listStoreConfigurations(commerce, { storeCodes: ['default'] }),
      listStoreViews(commerce),
      listStoreGroups(commerce),
      listWebsites(commerce),
    ])
    expect(configurations).toMatchObject([{ code: 'default', locale: 'en_US' }])
    expect(views.map(({ code }) => code)).toEqual(['admin', 'default', 'de', 'fr'])
    expect(groups.map(({ rootCategoryId }) => rootCategoryId)).toEqual([0, 2, 2])
    expect(websites.map(({ code }) => code)).toEqual(['admin', 'base', 'europe'])
  })

  it('names the right that the user lacks, and does not ask for a sign-in', async () => {
    const commerce = await connect({ user: 'vic@wknd.test' })
    await expect(listProducts(commerce)).rejects.toMatchObject({
      status: 401,
      resource: 'Magento_Catalog::products',
      needsInteraction: false,
    })
    expect(renewals).toBe(0)
  })

  it('gets a new token in the place of one that has expired', async () => {
    const commerce = await connect()
    sandbox.clock.advance({ hours: 25 })
    expect(await listWebsites(commerce)).toHaveLength(3)
    expect(renewals).toBe(1)
  })

  it('says that the product does not exist', async () => {
    await expect(readProduct(await connect(), 'WKND/NONE')).rejects.toMatchObject({
      status: 404,
      problem: {
        message: "The product that was requested doesn't exist. Verify the product and try again.",
      },
    })
  })

  it('names the unknown attribute', async () => {
    const criteria = createSearchCriteria().where({ field: 'colour', value: 'red' })
    await expect(listProducts(await connect(), criteria)).rejects.toMatchObject({
      status: 400,
      problem: { message: 'The "colour" attribute name is invalid. Reset the name and try again.' },
    })
  })
})

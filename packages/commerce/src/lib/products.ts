import { ConfigurationError } from '@mudbrick/http'
import type { CommerceClient } from './commerce-client.ts'
import { readCommerceJson, requestCommerce } from './commerce-request.ts'
import { parseProduct, type Product } from './product.ts'
import type { SearchCriteria } from './search-criteria.ts'
import { createSearchParameters } from './search-parameters.ts'

/** Options of listing products. */
export interface ListProductsOptions {
  /**
   * The members of each product to ask for, as Commerce calls them, such as `name` or
   * `extension_attributes[stock_item[qty]]`; all by default. The SKU always comes along.
   */
  readonly fields?: readonly string[] | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** One page of products. */
export interface ProductPage {
  /** The products of this page. */
  readonly items: readonly Product[]
  /** How many products agree with the criteria, on all pages. */
  readonly totalCount: number
}

/** Options of reading a product. */
export interface ReadProductOptions {
  /** The id of the store view that shows it; that of the client by default. */
  readonly storeId?: number | undefined
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Lists a page of the products that agree with the criteria. A page has 100 of them by default: Commerce itself
 * would return all of them.
 *
 * After the last page Commerce may give that one again: compare `totalCount`, or use {@link iterateProducts}.
 *
 * @throws {@link CommerceError} when Commerce refuses.
 * @throws {@link ConfigurationError} for criteria that Commerce would misread; nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
 *
 * @example
 * ```ts
 * const { items, totalCount } = await listProducts(commerce, {
 *   filterGroups: [[{ field: 'name', condition: 'like', value: '%Tent%' }]],
 *   sortOrders: [{ field: 'price', direction: 'ASC' }],
 *   pageSize: 20,
 * })
 * ```
 */
export async function listProducts(
  commerce: CommerceClient,
  criteria: SearchCriteria = {},
  { fields, signal }: ListProductsOptions = {},
): Promise<ProductPage> {
  const { pageSize = 100 } = criteria
  const received = await requestCommerce(commerce, {
    resource: '/products',
    query: [...createSearchParameters({ ...criteria, pageSize }), ...writeFields(fields)],
    signal,
  })
  const { required, within } = readCommerceJson(received)
  return {
    items: required('items', 'array').map((item, index) =>
      parseProduct(within(item, `items[${index}]`)),
    ),
    totalCount: required('total_count', 'number'),
  }
}

/**
 * Goes through all products that agree with the criteria, asking for page after page as they are needed, from
 * `currentPage` on. It ends when Commerce repeats its last page, too. Without a `sortOrders` of yours it goes by id,
 * so that no product moves to another page meanwhile. It rejects as {@link listProducts} does.
 *
 * @yields Product after product.
 *
 * @example
 * ```ts
 * const criteria = createSearchCriteria().where({ field: 'color', value: 'red' })
 * for await (const product of iterateProducts(commerce, criteria)) console.log(product.sku)
 * ```
 */
export async function* iterateProducts(
  commerce: CommerceClient,
  criteria: SearchCriteria = {},
  options: ListProductsOptions = {},
): AsyncGenerator<Product, void, undefined> {
  const { sortOrders = [], pageSize = 100, currentPage = 1 } = criteria
  const order = sortOrders.length === 0 ? [byId] : sortOrders
  let known: ReadonlySet<string> = new Set()
  let count = (currentPage - 1) * pageSize
  for (let page = currentPage; ; page += 1) {
    const { items, totalCount } = await listProducts(
      commerce,
      { ...criteria, sortOrders: order, pageSize, currentPage: page },
      options,
    )
    const before = known
    const fresh = items.filter(({ sku }) => !before.has(sku))
    yield* fresh
    count += fresh.length
    if (fresh.length === 0 || count >= totalCount) return
    known = new Set(items.map(({ sku }) => sku))
  }
}

const byId = { field: 'entity_id', direction: 'ASC' } as const

/**
 * Reads one product.
 *
 * @throws {@link CommerceError} when Commerce refuses; with `status` 404 when the product does not exist.
 * @throws {@link ConfigurationError} for a SKU without characters; nothing is sent then.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/commerce/webapi/reference/rest/saas/
 *
 * @example
 * ```ts
 * const { name, price } = await readProduct(commerce, 'WKND-CAP-RED')
 * ```
 */
export async function readProduct(
  commerce: CommerceClient,
  sku: string,
  { storeId, signal }: ReadProductOptions = {},
): Promise<Product> {
  const received = await requestCommerce(commerce, {
    resource: `/products/${encodeSku(sku)}`,
    query: storeId === undefined ? [] : [['storeId', String(storeId)]],
    signal,
  })
  return parseProduct(readCommerceJson(received))
}

/** An address would lose one that stands for a folder. */
function encodeSku(sku: string): string {
  if (!/^\.{0,2}$/.test(sku)) return encodeURIComponent(sku)
  const message = `sku is ${JSON.stringify(sku)}, which names no product: give a SKU.`
  throw new ConfigurationError('invalid_option', 'sku', message)
}

/** @see https://developer.adobe.com/commerce/webapi/rest/use-rest/retrieve-filtered-responses/ */
function writeFields(fields: readonly string[] | undefined): readonly [string, string][] {
  if (fields === undefined) return []
  // Commerce answers with an empty list to what it cannot read.
  const odd = fields.find((field) => !/^\w+(\[[\w[\],]+\])?$/.test(field))
  if (odd === undefined) return [['fields', `items[${['sku', ...fields].join(',')}],total_count`]]
  const message = `fields has ${JSON.stringify(odd)}, which Commerce does not read: give names such as "price" and "extension_attributes[stock_item]".`
  throw new ConfigurationError('invalid_option', 'fields', message)
}

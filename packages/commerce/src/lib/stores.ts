import type { JsonFields } from '@mudbrick/http'
import type { CommerceClient } from './commerce-client.ts'
import { readCommerceList, requestCommerce } from './commerce-request.ts'

/** Where and how a store view sells. */
export interface StoreConfiguration {
  /** Names the store view in the database. */
  readonly id: number
  /** Names the store view, also as the client's `storeView`. */
  readonly code: string
  /** The website that it belongs to. */
  readonly websiteId: number
  /** Language and country, such as `en_US`. */
  readonly locale: string
  /** The base currency of its prices. */
  readonly baseCurrencyCode: string
  /** The currency that it shows. */
  readonly defaultDisplayCurrencyCode: string
  /** By which clock, such as `Europe/Berlin`. */
  readonly timezone: string
  /** `kgs` or `lbs`. */
  readonly weightUnit: string
  /** The addresses for plain HTTP. */
  readonly addresses: StoreAddresses
  /** The addresses for HTTPS. */
  readonly secureAddresses: StoreAddresses
}

/** The addresses of a store view. */
export interface StoreAddresses {
  /** Its start. */
  readonly base: string
  /** What its links begin with. */
  readonly link: string
  /** What its scripts and styles begin with. */
  readonly static: string
  /** What the files of products begin with. */
  readonly media: string
}

/** What customers see: a language and a currency. */
export interface StoreView {
  /** Names it in the database. */
  readonly id: number
  /** Names it, also as the client's `storeView`. */
  readonly code: string
  /** What people call it. */
  readonly name: string
  /** The website that it belongs to. */
  readonly websiteId: number
  /** The group that it belongs to. */
  readonly storeGroupId: number
  /** Whether customers can use it, where Commerce says so. */
  readonly isActive: boolean | undefined
}

/** Store views that sell the same catalog. */
export interface StoreGroup {
  /** Names it in the database. */
  readonly id: number
  /** Names it. */
  readonly code: string
  /** What people call it. */
  readonly name: string
  /** The website that it belongs to. */
  readonly websiteId: number
  /** The category above all of its categories. */
  readonly rootCategoryId: number
  /** The store view that is shown first. */
  readonly defaultStoreId: number
}

/** What shares customers and prices. */
export interface Website {
  /** Names it in the database. */
  readonly id: number
  /** Names it. */
  readonly code: string
  /** What people call it. */
  readonly name: string
  /** The group that is shown first. */
  readonly defaultGroupId: number
}

/** Options of listing stores. */
export interface ListStoresOptions {
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Options of listing store configurations. */
export interface ListStoreConfigurationsOptions extends ListStoresOptions {
  /** The codes of the store views; all by default. */
  readonly storeCodes?: readonly string[] | undefined
}

/**
 * Lists where and how each store view sells. Adobe's tutorial recommends this call to see whether a token works.
 *
 * @throws {@link CommerceError} when Commerce refuses.
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/commerce/webapi/reference/rest/saas/
 *
 * @example
 * ```ts
 * const [first] = await listStoreConfigurations(commerce)
 * ```
 */
export async function listStoreConfigurations(
  commerce: CommerceClient,
  { storeCodes = [], signal }: ListStoreConfigurationsOptions = {},
): Promise<readonly StoreConfiguration[]> {
  const received = await requestCommerce(commerce, {
    resource: '/store/storeConfigs',
    query: storeCodes.map((code) => ['storeCodes[]', code]),
    signal,
  })
  return readCommerceList(received, parseStoreConfiguration)
}

/** Lists the store views, and rejects as {@link listStoreConfigurations} does. */
export function listStoreViews(
  commerce: CommerceClient,
  options?: ListStoresOptions,
): Promise<readonly StoreView[]> {
  return list(commerce, '/store/storeViews', parseStoreView, options)
}

/** Lists the groups of store views, and rejects as {@link listStoreConfigurations} does. */
export function listStoreGroups(
  commerce: CommerceClient,
  options?: ListStoresOptions,
): Promise<readonly StoreGroup[]> {
  return list(commerce, '/store/storeGroups', parseStoreGroup, options)
}

/** Lists the websites, and rejects as {@link listStoreConfigurations} does. */
export function listWebsites(
  commerce: CommerceClient,
  options?: ListStoresOptions,
): Promise<readonly Website[]> {
  return list(commerce, '/store/websites', parseWebsite, options)
}

async function list<Item>(
  commerce: CommerceClient,
  resource: string,
  parse: (fields: JsonFields) => Item,
  { signal }: ListStoresOptions = {},
): Promise<readonly Item[]> {
  return readCommerceList(await requestCommerce(commerce, { resource, signal }), parse)
}

function parseStoreConfiguration({ required }: JsonFields): StoreConfiguration {
  const addresses = (start: string): StoreAddresses => ({
    base: required(`${start}base_url`, 'string'),
    link: required(`${start}base_link_url`, 'string'),
    static: required(`${start}base_static_url`, 'string'),
    media: required(`${start}base_media_url`, 'string'),
  })
  return {
    id: required('id', 'number'),
    code: required('code', 'string'),
    websiteId: required('website_id', 'number'),
    locale: required('locale', 'string'),
    baseCurrencyCode: required('base_currency_code', 'string'),
    defaultDisplayCurrencyCode: required('default_display_currency_code', 'string'),
    timezone: required('timezone', 'string'),
    weightUnit: required('weight_unit', 'string'),
    addresses: addresses(''),
    secureAddresses: addresses('secure_'),
  }
}

function parseStoreView({ required, optional }: JsonFields): StoreView {
  const isActive = optional('is_active', 'any')
  return {
    id: required('id', 'number'),
    code: required('code', 'string'),
    name: required('name', 'string'),
    websiteId: required('website_id', 'number'),
    storeGroupId: required('store_group_id', 'number'),
    // A number in Adobe's description.
    isActive: isActive === undefined ? undefined : Number(isActive) === 1,
  }
}

function parseStoreGroup({ required }: JsonFields): StoreGroup {
  return {
    id: required('id', 'number'),
    code: required('code', 'string'),
    name: required('name', 'string'),
    websiteId: required('website_id', 'number'),
    rootCategoryId: required('root_category_id', 'number'),
    defaultStoreId: required('default_store_id', 'number'),
  }
}

function parseWebsite({ required }: JsonFields): Website {
  return {
    id: required('id', 'number'),
    code: required('code', 'string'),
    name: required('name', 'string'),
    defaultGroupId: required('default_group_id', 'number'),
  }
}

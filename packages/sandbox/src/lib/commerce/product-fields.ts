import type { Product, StoreView } from '../state/catalog.ts'
import type { FieldValue } from './condition.ts'

/** The value that a product has in a field of the search, as the store view shows it. */
export type ReadField = (product: Product, storeView: StoreView | undefined) => FieldValue

/**
 * Finds the field of that name; only those at the top level and attributes can be searched.
 *
 * @see https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
 */
export function findField(name: string): ReadField | undefined {
  if (Object.hasOwn(fields, name)) return fields[name]
  return attributeCodes.has(name) ? (product) => product.attributes[name] : undefined
}

/** What the store view calls the product. */
export function nameIn(product: Product, storeView: StoreView | undefined): string {
  return product.translations?.[storeView?.code ?? ''] ?? product.name
}

/** The path of the product's page. */
export function urlKeyOf({ name }: Product): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** The websites that sell everything. */
export const websiteIds: readonly number[] = [1, 2]

/** The one set of attributes that there is. */
export const attributeSetId = 4

/** Whether a product is sold: 1 for yes, 2 for no. */
export function statusOf({ status }: Product): number {
  return status === 'enabled' ? 1 : 2
}

/** In the catalog and in its search. */
export const visibility = 4

const fields: Readonly<Record<string, ReadField>> = {
  entity_id: ({ id }) => String(id),
  sku: ({ sku }) => sku,
  name: nameIn,
  attribute_set_id: () => String(attributeSetId),
  price: ({ price }) => String(price),
  status: (product) => String(statusOf(product)),
  visibility: () => String(visibility),
  type_id: ({ type }) => type,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  weight: ({ weight }) => (weight === undefined ? undefined : String(weight)),
  category_id: ({ categoryIds }) => categoryIds,
  website_id: () => websiteIds.map(String),
  url_key: urlKeyOf,
}

const attributeCodes: ReadonlySet<string> = new Set(['activity', 'color', 'size', 'special_price'])

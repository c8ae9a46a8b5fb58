import type { JsonFields } from '@mudbrick/http'
import { isJsonObject } from '@mudbrick/http/internal'

/** A product as a store view shows it; Commerce promises the SKU only. */
export interface Product {
  /** Names the product to people and to the API. */
  readonly sku: string
  /** Names the product in the database. */
  readonly id: number | undefined
  /** What the store view calls it. */
  readonly name: string | undefined
  /** Names the set of attributes that it has. */
  readonly attributeSetId: number | undefined
  /** Its price, in the currency of the website. */
  readonly price: number | undefined
  /** Whether it is sold. */
  readonly isEnabled: boolean | undefined
  /** Where it is visible: 1 nowhere on its own, 2 in the catalog, 3 in the search, 4 in both. */
  readonly visibility: number | undefined
  /** The kind, such as `simple` or `configurable`. */
  readonly typeId: string | undefined
  /** Its weight, in the unit of the store view. */
  readonly weight: number | undefined
  /** When it was created, in epoch milliseconds. */
  readonly createdAt: number | undefined
  /** When it was last changed, in epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** The attributes that it has beyond these, by their code; the values are texts, and some of them lists. */
  readonly customAttributes: Readonly<Record<string, unknown>>
  /** What modules add, such as `stock_item`, as Commerce writes it. */
  readonly extensionAttributes: Readonly<Record<string, unknown>>
  /** Its pictures and videos. */
  readonly mediaGalleryEntries: readonly MediaGalleryEntry[]
  /** Its prices for those who buy more. */
  readonly tierPrices: readonly TierPrice[]
}

/** A picture or video of a product. */
export interface MediaGalleryEntry {
  /** Names the entry. */
  readonly id: number | undefined
  /** `image` or `external-video`. */
  readonly mediaType: string | undefined
  /** The text in its place. */
  readonly label: string | undefined
  /** Where it stands among the others. */
  readonly position: number | undefined
  /** Whether it is hidden. */
  readonly isDisabled: boolean
  /** What it is used as, such as `thumbnail`. */
  readonly types: readonly unknown[]
  /** Its path, under the address for media of the store view. */
  readonly file: string | undefined
}

/** A price from some quantity on. */
export interface TierPrice {
  /** Names the group of customers. */
  readonly customerGroupId: number | undefined
  /** From how many on. */
  readonly quantity: number | undefined
  /** The price of one. */
  readonly value: number | undefined
}

/** Translates a product from the wire. Members that it does not know are left out. */
export function parseProduct({ required, optional, within }: JsonFields): Product {
  const list = (field: string): readonly JsonFields[] =>
    (optional(field, 'array') ?? []).map((item, index) => within(item, `${field}[${index}]`))
  const status = optional('status', 'number')
  return {
    sku: required('sku', 'string'),
    id: optional('id', 'number'),
    name: optional('name', 'string'),
    attributeSetId: optional('attribute_set_id', 'number'),
    price: optional('price', 'number'),
    isEnabled: status === undefined ? undefined : status === 1,
    visibility: optional('visibility', 'number'),
    typeId: optional('type_id', 'string'),
    weight: optional('weight', 'number'),
    createdAt: parseInstant(optional('created_at', 'string')),
    updatedAt: parseInstant(optional('updated_at', 'string')),
    customAttributes: Object.fromEntries(
      list('custom_attributes').map((attribute) => [
        attribute.required('attribute_code', 'string'),
        attribute.optional('value', 'any'),
      ]),
    ),
    extensionAttributes: toRecord(optional('extension_attributes', 'any')),
    mediaGalleryEntries: list('media_gallery_entries').map(parseMediaGalleryEntry),
    tierPrices: list('tier_prices').map(parseTierPrice),
  }
}

/** Without any, Commerce may write an empty list. */
function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {}
}

/** Commerce writes UTC without saying so: `2026-01-05 10:00:00`. */
function parseInstant(text: string | undefined): number | undefined {
  const instant = Date.parse(`${text?.replace(' ', 'T')}Z`)
  return Number.isNaN(instant) ? undefined : instant
}

function parseMediaGalleryEntry({ optional }: JsonFields): MediaGalleryEntry {
  return {
    id: optional('id', 'number'),
    mediaType: optional('media_type', 'string'),
    label: optional('label', 'string'),
    position: optional('position', 'number'),
    isDisabled: optional('disabled', 'boolean') ?? false,
    types: optional('types', 'array') ?? [],
    file: optional('file', 'string'),
  }
}

function parseTierPrice({ optional }: JsonFields): TierPrice {
  return {
    customerGroupId: optional('customer_group_id', 'number'),
    quantity: optional('qty', 'number'),
    value: optional('value', 'number'),
  }
}

import type { Product, StoreView } from '../state/catalog.ts'
import {
  attributeSetId,
  nameIn,
  statusOf,
  urlKeyOf,
  visibility,
  websiteIds,
} from './product-fields.ts'

/**
 * A product as Commerce sends it.
 *
 * @see https://developer.adobe.com/commerce/webapi/reference/rest/saas/
 */
export function describeProduct(product: Product, storeView: StoreView | undefined): object {
  const { id, sku, price, type, weight, createdAt, updatedAt, categoryIds } = product
  const name = nameIn(product, storeView)
  return {
    id,
    sku,
    name,
    attribute_set_id: attributeSetId,
    price,
    status: statusOf(product),
    visibility,
    type_id: type,
    created_at: createdAt,
    updated_at: updatedAt,
    ...(weight !== undefined && { weight }),
    extension_attributes: {
      website_ids: websiteIds,
      category_links: categoryIds.map((categoryId) => ({ position: 0, category_id: categoryId })),
      stock_item: describeStock(product),
    },
    product_links: [],
    options: [],
    media_gallery_entries: [
      {
        id,
        media_type: 'image',
        label: name,
        position: 1,
        disabled: false,
        types: ['image', 'small_image', 'thumbnail'],
        file: `/w/k/${urlKeyOf(product)}.jpg`,
      },
    ],
    tier_prices: [],
    custom_attributes: [
      { attribute_code: 'url_key', value: urlKeyOf(product) },
      ...Object.entries(product.attributes).map(([code, value]) => ({
        attribute_code: code,
        value,
      })),
      // The schema has texts only; that this one is a list is inferred.
      { attribute_code: 'category_ids', value: categoryIds },
    ],
  }
}

/** All that the schema requires. */
function describeStock({ id, quantity }: Product): object {
  return {
    item_id: id,
    product_id: id,
    stock_id: 1,
    qty: quantity,
    is_in_stock: quantity > 0,
    is_qty_decimal: false,
    show_default_notification_message: false,
    use_config_min_qty: true,
    min_qty: 0,
    use_config_min_sale_qty: 1,
    min_sale_qty: 1,
    use_config_max_sale_qty: true,
    max_sale_qty: 10_000,
    use_config_backorders: true,
    backorders: 0,
    use_config_notify_stock_qty: true,
    notify_stock_qty: 1,
    use_config_qty_increments: true,
    qty_increments: 0,
    use_config_enable_qty_inc: true,
    enable_qty_increments: false,
    use_config_manage_stock: true,
    manage_stock: true,
    low_stock_date: null,
    is_decimal_divided: false,
    stock_status_changed_auto: 0,
  }
}

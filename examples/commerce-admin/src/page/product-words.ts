import type { Product } from '@mudbrick/commerce'

/** A price as a person reads it; Commerce gives it in the base currency, without naming it. */
export function formatPrice(price: number | undefined): string {
  return price === undefined ? '–' : amount.format(price)
}

/** How many of a product there are, if Commerce says so. */
export function readStock({ extensionAttributes }: Product): string {
  const item = extensionAttributes['stock_item']
  const quantity = isObject(item) ? item['qty'] : undefined
  return typeof quantity === 'number' ? count.format(quantity) : '–'
}

const amount = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const count = new Intl.NumberFormat('en-US')

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

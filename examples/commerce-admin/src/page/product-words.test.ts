import { createCommerceClient, readProduct, type Product } from '@mudbrick/commerce'
import { describe, expect, it } from 'vitest'

import { formatPrice, readStock } from './product-words.ts'

describe('formatPrice()', () => {
  it.each([
    [1234.5, '1,234.50'],
    [0, '0.00'],
    [undefined, '–'],
  ])('writes %s as %s', (price, words) => {
    expect(formatPrice(price)).toBe(words)
  })
})

describe('readStock()', () => {
  it('finds how many there are in what Commerce sends', async () => {
    const product = await parse({ sku: 'A', extension_attributes: { stock_item: { qty: 1200 } } })
    expect(readStock(product)).toBe('1,200')
  })

  it('does not take silence for none', async () => {
    expect(readStock(await parse({ sku: 'A' }))).toBe('–')
  })
})

/** As the page's client gives it. */
function parse(json: object): Promise<Product> {
  const fetch = (): Promise<Response> => Promise.resolve(Response.json(json))
  return readProduct(createCommerceClient({ origin: 'https://shop.test', fetch }), 'A')
}

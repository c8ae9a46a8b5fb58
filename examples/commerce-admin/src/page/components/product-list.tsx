import { Instant } from '@mudbrick/sample-frame'
import type { Product } from '@mudbrick/commerce'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { formatPrice, readStock } from '../product-words.ts'
import { ProductStatus } from './product-status.tsx'

export interface ProductListProps {
  readonly products: readonly Product[]
}

/** One page of products, for a window too narrow for a table. */
export function ProductList({ products }: ProductListProps): ReactElement {
  return (
    <ul aria-label="Products" className={list}>
      {products.map((product) => (
        <li key={product.sku} className={item}>
          <div className={firstLine}>
            <span className={name}>{product.name ?? product.sku}</span>
            <span className={price}>{formatPrice(product.price)}</span>
          </div>
          <span className={detail}>{product.sku}</span>
          <div className={lastLine}>
            <ProductStatus isEnabled={product.isEnabled} />
            <span className={detail}>{readStock(product)} in stock</span>
            {product.updatedAt !== undefined && (
              <span className={detail}>
                Changed <Instant at={product.updatedAt} />
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  paddingY: 12,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const firstLine = style({ display: 'flex', justifyContent: 'space-between', gap: 12 })

const lastLine = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 16 })

const name = style({ font: 'title' })

const price = style({ font: 'title', fontVariantNumeric: 'tabular-nums', flexShrink: 0 })

const detail = style({ font: 'body-sm', color: 'gray-700', overflowWrap: 'anywhere' })

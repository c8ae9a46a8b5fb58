import { Instant, useMediaQuery } from '@mudbrick/sample-frame'
import type { Product } from '@mudbrick/commerce'
import { Cell, Column, Row, TableBody, TableHeader, TableView } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { parseProductOrder, productOrders, type ProductOrder } from '../product-search.ts'
import { calculateTableHeight } from '../table-height.ts'
import { formatPrice, readStock } from '../product-words.ts'
import { ProductStatus } from './product-status.tsx'

export interface ProductTableProps {
  readonly products: readonly Product[]
  readonly order: ProductOrder
  readonly onOrder: (order: ProductOrder) => void
}

/** One page of products, for a wide window. */
export function ProductTable({ products, order, onOrder }: ProductTableProps): ReactElement {
  const isTouch = useMediaQuery('not ((hover: hover) and (pointer: fine))')
  const { field, direction } = productOrders[order]
  return (
    <TableView
      aria-label="Products"
      sortDescriptor={{
        column: field,
        direction: direction === 'ASC' ? 'ascending' : 'descending',
      }}
      onSortChange={({ column, direction: next }) => {
        const sorted = parseProductOrder(`${next === 'descending' ? '-' : ''}${String(column)}`)
        if (sorted !== undefined) onOrder(sorted)
      }}
      styles={table}
      UNSAFE_style={{ height: calculateTableHeight(products.length, isTouch) }}
    >
      <TableHeader>
        <Column id="name" isRowHeader allowsSorting minWidth={190} width="1fr">
          Name
        </Column>
        <Column id="sku" width={155}>
          SKU
        </Column>
        <Column id="price" allowsSorting align="end" width={90}>
          Price
        </Column>
        <Column id="stock" align="end" width={95}>
          In stock
        </Column>
        <Column id="status" width={105}>
          Status
        </Column>
        <Column id="updated_at" allowsSorting width={130}>
          Changed
        </Column>
      </TableHeader>
      <TableBody items={products.map((product) => ({ id: product.sku, product }))}>
        {({ product }) => (
          <Row textValue={product.name ?? product.sku}>
            <Cell>
              <span title={product.name} className={strong}>
                {product.name}
              </span>
            </Cell>
            <Cell>
              <span title={product.sku} className={code}>
                {product.sku}
              </span>
            </Cell>
            <Cell align="end">{formatPrice(product.price)}</Cell>
            <Cell align="end">{readStock(product)}</Cell>
            <Cell>
              <ProductStatus isEnabled={product.isEnabled} />
            </Cell>
            <Cell>{product.updatedAt !== undefined && <Instant at={product.updatedAt} />}</Cell>
          </Row>
        )}
      </TableBody>
    </TableView>
  )
}

const table = style({ width: 'full' })

const strong = style({ fontWeight: 'medium', color: 'gray-900' })

const code = style({ font: 'code-xs' })

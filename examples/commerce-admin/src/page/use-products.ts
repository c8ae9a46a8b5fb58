import { listProducts, type ProductPage } from '@mudbrick/commerce'
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

import { useApplication } from './application.ts'
import { createProductCriteria, formatProductSearch, type ProductSearch } from './product-search.ts'

/** A page of the products that a search finds. The page before stays until it is there. */
export function useProducts(search: ProductSearch): UseQueryResult<ProductPage> {
  const { commerce } = useApplication()
  return useQuery({
    queryKey: ['commerce', 'products', String(formatProductSearch(search))],
    queryFn: ({ signal }) =>
      listProducts(commerce, createProductCriteria(search), { fields, signal }),
    placeholderData: keepPreviousData,
  })
}

/** What the page shows of a product: all of it would be ten times as much. */
const fields = [
  'name',
  'price',
  'status',
  'updated_at',
  'extension_attributes[stock_item[qty]]',
] as const

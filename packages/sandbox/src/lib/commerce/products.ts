import type { Product } from '../state/catalog.ts'
import type { CommerceContext } from './commerce-context.ts'
import { commerceError } from './commerce-error.ts'
import { compareValues, meetsCondition } from './condition.ts'
import { answerWith } from './partial-answer.ts'
import { describeProduct } from './product-answer.ts'
import { findField, type ReadField } from './product-fields.ts'
import {
  describeSearchCriteria,
  readSearchCriteria,
  type Filter,
  type SearchCriteria,
  type SortOrder,
} from './search-criteria.ts'

/** `GET /V1/products`: those that agree with the criteria, a page of them. */
export function listProducts(context: CommerceContext): Response {
  const criteria = readSearchCriteria(context)
  if (criteria instanceof Response) return criteria
  const unknown = findUnknownField(criteria)
  if (unknown !== undefined) return invalidAttribute(unknown)

  const { services, storeView } = context
  const found = sort(
    services.state.catalog.all().filter((product) => agrees(product, criteria, context)),
    criteria.sortOrders,
    context,
  )
  return answerWith(context, {
    items: takePage(found, criteria, context).map((product) => describeProduct(product, storeView)),
    search_criteria: describeSearchCriteria(criteria),
    total_count: found.length,
  })
}

/** `GET /V1/products/{sku}`: one product, as the store view `storeId` shows it, if that is given. */
export function readProduct(
  context: CommerceContext,
  { sku = '' }: Readonly<Record<string, string>>,
): Response {
  const { state } = context.services
  const product = state.catalog.bySku(sku)
  if (product === undefined) {
    return commerceError(
      404,
      "The product that was requested doesn't exist. Verify the product and try again.",
    )
  }
  const storeId = context.url.searchParams.get('storeId')
  const storeView = storeId === null ? context.storeView : state.stores.viewById(storeId)
  return answerWith(context, describeProduct(product, storeView))
}

function findUnknownField({ filterGroups, sortOrders }: SearchCriteria): string | undefined {
  const named = [...filterGroups.flat(), ...sortOrders]
  return named.find(({ field }) => findField(field) === undefined)?.field
}

function invalidAttribute(name: string): Response {
  return commerceError(400, 'The "%1" attribute name is invalid. Reset the name and try again.', [
    name,
  ])
}

function agrees(
  product: Product,
  { filterGroups }: SearchCriteria,
  context: CommerceContext,
): boolean {
  const meets = ({ field, condition, value }: Filter): boolean =>
    meetsCondition(read(product, field, context), condition, value)
  return filterGroups.every((filters) => filters.length === 0 || filters.some(meets))
}

function sort(
  products: readonly Product[],
  orders: readonly SortOrder[],
  context: CommerceContext,
): readonly Product[] {
  if (orders.length === 0) return products
  return products.toSorted((left, right) => {
    for (const { field, direction } of orders) {
      const order = compareValues(read(left, field, context), read(right, field, context))
      if (order !== 0) return direction === 'ASC' ? order : -order
    }
    return 0
  })
}

function read(
  product: Product,
  field: string,
  { storeView }: CommerceContext,
): ReturnType<ReadField> {
  return findField(field)?.(product, storeView)
}

/** Past the end comes the last page again, as reported of older versions; of the newest nothing is known. */
function takePage(
  products: readonly Product[],
  { pageSize, currentPage = 1 }: SearchCriteria,
  { services: { behavior }, hint }: CommerceContext,
): readonly Product[] {
  if (pageSize === undefined) return products
  const lastPage = Math.max(1, Math.ceil(products.length / pageSize))
  const isPastEnd = currentPage > lastPage
  if (isPastEnd) hint('page_past_end')
  const page = isPastEnd && behavior.pagePastEnd === 'last-page' ? lastPage : currentPage
  const start = (Math.max(1, page) - 1) * pageSize
  return products.slice(start, start + pageSize)
}

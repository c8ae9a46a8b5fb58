import { createSearchCriteria, type SearchCriteria } from '@mudbrick/commerce'

/** What the user looks for among the products, as the page's address has it. */
export interface ProductSearch {
  /** A part of the name; nothing if empty. */
  readonly name: string
  readonly minimumPrice: number | undefined
  readonly maximumPrice: number | undefined
  readonly order: ProductOrder
  /** The first is 1. */
  readonly page: number
}

/** The orders that the page offers, by what stands in its address. */
export const productOrders = {
  name: { field: 'name', direction: 'ASC', label: 'Name, A to Z' },
  '-name': { field: 'name', direction: 'DESC', label: 'Name, Z to A' },
  price: { field: 'price', direction: 'ASC', label: 'Price, lowest first' },
  '-price': { field: 'price', direction: 'DESC', label: 'Price, highest first' },
  '-updated_at': { field: 'updated_at', direction: 'DESC', label: 'Changed last' },
  updated_at: { field: 'updated_at', direction: 'ASC', label: 'Changed first' },
} as const

export type ProductOrder = keyof typeof productOrders

export const pageSize = 20

/** Reads a search from the page's address; what makes no sense there counts as not said. */
export function parseProductSearch(parameters: URLSearchParams): ProductSearch {
  return {
    name: parameters.get('name')?.trim() ?? '',
    minimumPrice: parsePrice(parameters.get('from')),
    maximumPrice: parsePrice(parameters.get('to')),
    order: parseProductOrder(parameters.get('order')) ?? 'name',
    page: parsePage(parameters.get('page')),
  }
}

/** Writes a search into the page's address, without values that are the default. */
export function formatProductSearch(search: ProductSearch): URLSearchParams {
  const { name, minimumPrice, maximumPrice, order, page } = search
  return new URLSearchParams([
    ...(name === '' ? [] : [['name', name]]),
    ...(minimumPrice === undefined ? [] : [['from', String(minimumPrice)]]),
    ...(maximumPrice === undefined ? [] : [['to', String(maximumPrice)]]),
    ...(order === 'name' ? [] : [['order', order]]),
    ...(page === 1 ? [] : [['page', String(page)]]),
  ])
}

/** Says a search in the words of Commerce. */
export function createProductCriteria(search: ProductSearch): SearchCriteria {
  const { name, minimumPrice, maximumPrice, order, page } = search
  const { field, direction } = productOrders[order]
  let criteria = createSearchCriteria().sortBy(field, direction).page(page, pageSize)
  if (name !== '') {
    criteria = criteria.where({ field: 'name', condition: 'like', value: `%${name}%` })
  }
  if (minimumPrice !== undefined) {
    criteria = criteria.where({ field: 'price', condition: 'gteq', value: minimumPrice })
  }
  if (maximumPrice !== undefined) {
    criteria = criteria.where({ field: 'price', condition: 'lteq', value: maximumPrice })
  }
  // Products of the same name or price would change places between pages.
  return criteria.sortBy('entity_id', 'ASC')
}

/** Whether it leaves any product out. */
export function isNarrowed({ name, minimumPrice, maximumPrice }: ProductSearch): boolean {
  return name !== '' || minimumPrice !== undefined || maximumPrice !== undefined
}

export function parseProductOrder(text: unknown): ProductOrder | undefined {
  return Object.keys(productOrders).find((order): order is ProductOrder => order === text)
}

function parsePrice(text: string | null): number | undefined {
  const price = Number(text)
  return text !== null && text !== '' && Number.isFinite(price) && price >= 0 ? price : undefined
}

function parsePage(text: string | null): number {
  const page = Number(text)
  return Number.isInteger(page) && page > 0 ? page : 1
}

/** What a field may be compared with. */
export type SearchValue = string | number | boolean

/** One thing that is asked of a field. Only attributes at the top level can be asked. */
export type SearchFilter = ListFilter | PresenceFilter | ValueFilter

/** Asks whether a field has one of several values. */
export interface ListFilter {
  /** The attribute, such as `sku`. */
  readonly field: string
  /** One of them, or none of them. */
  readonly condition: 'in' | 'nin'
  /** The values; none of them may hold a comma. */
  readonly value: readonly SearchValue[]
}

/** Asks whether a field has any value. */
export interface PresenceFilter {
  /** The attribute, such as `weight`. */
  readonly field: string
  /** Nothing there, or anything. */
  readonly condition: 'null' | 'notnull'
  /** These conditions have none. */
  readonly value?: undefined
}

/** Compares a field with one value. */
export interface ValueFilter {
  /** The attribute, such as `price`. */
  readonly field: string
  /** How to compare; `eq` by default. `like` and `nlike` take `%` for any characters and `_` for one. */
  readonly condition?:
    | 'eq'
    | 'finset'
    | 'from'
    | 'gt'
    | 'gteq'
    | 'like'
    | 'lt'
    | 'lteq'
    | 'moreq'
    | 'neq'
    | 'nfinset'
    | 'nlike'
    | 'to'
    | undefined
  /** What to compare with. */
  readonly value: SearchValue
}

/** The order of a list by one field. */
export interface SearchSortOrder {
  /** The attribute, such as `name`. */
  readonly field: string
  /** Upwards or downwards. */
  readonly direction: 'ASC' | 'DESC'
}

/**
 * Which entities to list, in which order, and which page of them.
 *
 * @see https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
 */
export interface SearchCriteria {
  /** Groups of filters: an entity has to agree with every group, and agrees with a group by one filter of it. */
  readonly filterGroups?: readonly (readonly SearchFilter[])[] | undefined
  /** By what to sort, the most important first. */
  readonly sortOrders?: readonly SearchSortOrder[] | undefined
  /** How many to a page. */
  readonly pageSize?: number | undefined
  /** Which page, counted from 1. */
  readonly currentPage?: number | undefined
}

/** Search criteria that grow step by step; each step gives new ones, and leaves those before as they are. */
export interface SearchCriteriaBuilder extends SearchCriteria {
  /** Wants this too. */
  where(filter: SearchFilter): SearchCriteriaBuilder
  /** Wants at least one of these too. */
  whereAny(...filters: readonly SearchFilter[]): SearchCriteriaBuilder
  /** Wants a field from one value up to another, both included, too. */
  between(field: string, from: SearchValue, to: SearchValue): SearchCriteriaBuilder
  /** Sorts by this field, after those before; ascending by default. */
  sortBy(field: string, direction?: SearchSortOrder['direction']): SearchCriteriaBuilder
  /** Asks for one page of that many. */
  page(currentPage: number, pageSize: number): SearchCriteriaBuilder
}

/**
 * Begins search criteria, empty or from those given.
 *
 * @example
 * ```ts
 * const criteria = createSearchCriteria()
 *   .where({ field: 'name', condition: 'like', value: '%Tent%' })
 *   .whereAny({ field: 'color', value: 'red' }, { field: 'color', value: 'blue' })
 *   .between('price', 100, 300)
 *   .sortBy('price')
 *   .page(1, 20)
 * ```
 */
export function createSearchCriteria(criteria: SearchCriteria = {}): SearchCriteriaBuilder {
  const { filterGroups = [], sortOrders = [] } = criteria
  const addGroups = (...groups: readonly (readonly SearchFilter[])[]): SearchCriteriaBuilder =>
    createSearchCriteria({ ...criteria, filterGroups: [...filterGroups, ...groups] })
  return {
    ...criteria,
    where: (filter) => addGroups([filter]),
    whereAny: (...filters) => addGroups(filters),
    // Filters of one group are alternatives, so each end has a group of its own.
    between: (field, from, to) =>
      addGroups(
        [{ field, condition: 'from', value: from }],
        [{ field, condition: 'to', value: to }],
      ),
    sortBy: (field, direction = 'ASC') =>
      createSearchCriteria({ ...criteria, sortOrders: [...sortOrders, { field, direction }] }),
    page: (currentPage, pageSize) => createSearchCriteria({ ...criteria, currentPage, pageSize }),
  }
}

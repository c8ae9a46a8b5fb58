import type { CommerceContext } from './commerce-context.ts'
import { commerceError, typeError } from './commerce-error.ts'
import { isCondition, type Condition } from './condition.ts'

/** Which entities of a list are asked for, in which order, and which page of them. */
export interface SearchCriteria {
  /** An entity has to agree with every group: with at least one filter of it. */
  readonly filterGroups: readonly (readonly Filter[])[]
  readonly sortOrders: readonly SortOrder[]
  /** All that there are, unless given. */
  readonly pageSize: number | undefined
  /** Counted from 1. */
  readonly currentPage: number | undefined
}

/** One thing that is asked of a field. */
export interface Filter {
  readonly field: string
  readonly condition: Condition
  readonly value: string
}

/** By which field a list is ordered. */
export interface SortOrder {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}

/**
 * Reads the criteria of a query, in both spellings that Adobe uses: `filter_groups` and `filterGroups`.
 *
 * @see https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/
 */
export function readSearchCriteria({
  url,
  services: { behavior },
  hint,
}: CommerceContext): SearchCriteria | Response {
  const draft: Draft = { filterGroups: new Map(), sortOrders: new Map(), page: new Map() }
  let isGiven = false
  for (const [name, value] of url.searchParams) {
    const path = parseName(name)
    if (path === undefined) continue
    isGiven = true
    if (!enter(draft, path, value)) hint('search_criteria_ignored', name)
  }
  if (!isGiven) hint('search_criteria_missing')
  if (!isGiven && behavior.missingSearchCriteria === 'refuse') return required('searchCriteria')
  const pageSize = readPageSize(draft.page.get('pageSize'), behavior.searchLimits)
  if (pageSize instanceof Response) return pageSize
  const currentPage = readInteger(draft.page.get('currentPage'))
  if (currentPage instanceof Response) return currentPage
  const filterGroups = collect([...draft.filterGroups.values()], (group) =>
    collect([...group.values()], finishFilter),
  )
  if (filterGroups instanceof Response) return filterGroups
  const sortOrders = collect([...draft.sortOrders.values()], finishSortOrder)
  if (sortOrders instanceof Response) return sortOrders
  return { filterGroups, sortOrders, pageSize, currentPage }
}

/** The criteria as Commerce repeats them in its answer. */
export function describeSearchCriteria(criteria: SearchCriteria): object {
  const { filterGroups, sortOrders, pageSize, currentPage } = criteria
  return {
    filter_groups: filterGroups.map((filters) => ({
      filters: filters.map(({ field, value, condition }) => ({
        field,
        value,
        condition_type: condition,
      })),
    })),
    ...(sortOrders.length > 0 && { sort_orders: sortOrders }),
    ...(pageSize !== undefined && { page_size: pageSize }),
    ...(currentPage !== undefined && { current_page: currentPage }),
  }
}

type Members = Map<string, string>

/** What a query says, as it says it. */
interface Draft {
  readonly filterGroups: Map<string, Map<string, Members>>
  readonly sortOrders: Map<string, Members>
  /** `pageSize` and `currentPage`. */
  readonly page: Members
}

/** What a name such as `searchCriteria[filter_groups][0][filters]` spells, in one spelling: `filterGroups.0.filters`. */
function parseName(name: string): string | undefined {
  const [, steps] = /^search(?:Criteria|_criteria)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  return steps?.slice(1, -1).split('][').map(toCamelCase).join('.')
}

function toCamelCase(step: string): string {
  return step.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

const filterPath = /^filterGroups\.([^.]*)\.filters\.([^.]*)\.(field|value|conditionType)$/
const sortOrderPath = /^sortOrders\.([^.]*)\.(field|direction)$/

/** Whether there is a place for this. */
function enter(draft: Draft, path: string, value: string): boolean {
  const [, group, filter = '', member = ''] = filterPath.exec(path) ?? []
  const [, order, orderMember = ''] = sortOrderPath.exec(path) ?? []
  if (group !== undefined) provide(provide(draft.filterGroups, group), filter).set(member, value)
  else if (order !== undefined) provide(draft.sortOrders, order).set(orderMember, value)
  else if (path === 'pageSize' || path === 'currentPage') draft.page.set(path, value)
  // `searchCriteria=all` asks for everything.
  else return path === ''
  return true
}

/** What is there under a key, or an empty map that is put there. */
function provide<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const found = map.get(key) ?? new Map<string, Value>()
  map.set(key, found)
  return found
}

/** Commerce has these limits, and has them switched off. */
function readPageSize(text: string | undefined, hasLimits: boolean): number | undefined | Response {
  const size = readInteger(text)
  // Without end, as when it is not given (inferred).
  const asked = size === 0 ? undefined : size
  if (!hasLimits || asked instanceof Response) return asked
  if (asked === undefined) return 20
  if (asked <= maxPageSize) return asked
  return commerceError(400, 'Maximum SearchCriteria pageSize is %max', { max: maxPageSize })
}

const maxPageSize = 300

function readInteger(text: string | undefined): number | undefined | Response {
  if (text === undefined || text === '') return undefined
  return /^\d{1,9}$/.test(text) ? Number(text) : typeError(text, 'int')
}

function finishFilter(members: Members): Filter | Response {
  const field = members.get('field') ?? ''
  const condition = members.get('conditionType') || 'eq'
  if (field === '') return required('field')
  if (isCondition(condition)) return { field, condition, value: members.get('value') ?? '' }
  return commerceError(400, 'The condition type "%1" is unknown.', [condition])
}

function finishSortOrder(members: Members): SortOrder | Response {
  const field = members.get('field') ?? ''
  if (field === '') return required('field')
  const direction = (members.get('direction') || 'DESC').toUpperCase()
  if (direction === 'ASC' || direction === 'DESC') return { field, direction }
  return commerceError(
    400,
    'The sort order has to be specified as ASC for ascending order or DESC for descending order.',
  )
}

function required(fieldName: string): Response {
  return commerceError(400, '"%fieldName" is required. Enter and try again.', { fieldName })
}

/** All of them, or the refusal of the first that cannot be had. */
function collect<From, To extends object>(
  list: readonly From[],
  read: (item: From) => To | Response,
): readonly To[] | Response {
  const found: To[] = []
  for (const item of list) {
    const result = read(item)
    if (result instanceof Response) return result
    found.push(result)
  }
  return found
}

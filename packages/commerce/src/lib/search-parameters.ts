import { ConfigurationError } from '@mudbrick/http'
import type { SearchCriteria, SearchFilter, SearchValue } from './search-criteria.ts'

type Parameter = readonly [name: string, value: string]

/**
 * Writes search criteria as parameters of a query, in the spelling of the OpenAPI description.
 *
 * @throws {@link ConfigurationError} `invalid_option` for criteria that Commerce would misread.
 */
export function createSearchParameters({
  filterGroups = [],
  sortOrders = [],
  pageSize,
  currentPage,
}: SearchCriteria): readonly Parameter[] {
  requireCount('pageSize', pageSize)
  requireCount('currentPage', currentPage)
  const parameters = [
    ...filterGroups.flatMap((filters, group) =>
      filters.flatMap((filter, index) =>
        writeFilter(`[filterGroups][${group}][filters][${index}]`, filter),
      ),
    ),
    ...sortOrders.flatMap(({ field, direction }, index): Parameter[] => [
      [`[sortOrders][${index}][field]`, field],
      [`[sortOrders][${index}][direction]`, direction],
    ]),
    ...writeCount('[pageSize]', pageSize),
    ...writeCount('[currentPage]', currentPage),
  ]
  // Without any, Commerce may refuse the list.
  if (parameters.length === 0) return [['searchCriteria', '']]
  return parameters.map(([name, value]) => [`searchCriteria${name}`, value])
}

function writeFilter(start: string, { field, condition, value }: SearchFilter): Parameter[] {
  const text = typeof value === 'object' ? joinValues(value) : writeValue(value)
  return [
    [`${start}[field]`, field],
    ...(text === undefined ? [] : [[`${start}[value]`, text] as const]),
    [`${start}[conditionType]`, condition ?? 'eq'],
  ]
}

/** Commerce keeps yes and no as 1 and 0. */
function writeValue(value: SearchValue | undefined): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return value?.toString()
}

function joinValues(values: readonly SearchValue[]): string {
  const texts = values.map((value) => writeValue(value) ?? '')
  const split = texts.find((text) => text.includes(','))
  if (split === undefined) return texts.join(',')
  const message = `value has ${JSON.stringify(split)}, which Commerce would take for several: ask for it with eq, beside the others in one group.`
  throw new ConfigurationError('invalid_option', 'value', message)
}

function writeCount(name: string, count: number | undefined): Parameter[] {
  return count === undefined ? [] : [[name, String(count)]]
}

function requireCount(option: string, count: number | undefined): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1)) return
  const message = `${option} is ${count}, which counts nothing: give a whole number from 1 up.`
  throw new ConfigurationError('invalid_option', option, message)
}

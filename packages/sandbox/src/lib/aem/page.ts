import type { AemContext } from './aem-context.ts'
import { createCursor, parseCursor } from './cursor.ts'
import { problem } from './problem.ts'

const maxLimit = 50

/** Which part of a list is asked for. */
export interface Page {
  /** The page holds the items after this path; an empty path stands before all others. */
  readonly after: string
  readonly limit: number
}

/** The parameters `cursor` and `limit`, or the refusal of invalid ones. */
export function readPage({ url, services, hint }: AemContext): Page | Response {
  const limit = url.searchParams.get('limit') ?? String(maxLimit)
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > maxLimit) {
    return problem(400, `The parameter 'limit' must be a whole number from 1 to ${maxLimit}.`)
  }
  const cursor = url.searchParams.get('cursor')
  if (cursor === '0') hint('zero_cursor')
  const isFirst =
    cursor === null || (cursor === '0' && services.behavior.zeroCursor === 'first-page')
  const after = isFirst ? '' : parseCursor(cursor)
  if (after === undefined) return problem(400, "The parameter 'cursor' is not valid.")
  return { after, limit: Number(limit) }
}

/** The items of a page, of a list that is ordered by path, and where the next page begins. */
export function takePage<Item extends { readonly path: string }>(
  list: readonly Item[],
  { after, limit }: Page,
): { readonly items: readonly Item[]; readonly cursor: string | undefined } {
  const start = list.findIndex((item) => item.path > after)
  const rest = start === -1 ? [] : list.slice(start)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  const hasMore = last !== undefined && rest.length > items.length
  return { items, cursor: hasMore ? createCursor(last.path) : undefined }
}

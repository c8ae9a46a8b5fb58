import { type ReceivedResponse, UnexpectedResponseError } from '@mudbrick/http'

/** A page of anything, and the response that it came in. */
export interface ReceivedPage<Item> {
  readonly items: readonly Item[]
  readonly cursor: string | undefined
  readonly received: ReceivedResponse
}

/**
 * Goes from page to page by their cursors, asking for each as it is needed.
 *
 * @yields Item after item, in AEM's order.
 * @throws {@link UnexpectedResponseError} when AEM sends it round in circles.
 */
export async function* iteratePages<Item>(
  requestPage: (cursor: string | undefined) => Promise<ReceivedPage<Item>>,
  firstCursor: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  let cursor = firstCursor
  const cursors = new Set([cursor])
  for (;;) {
    const page = await requestPage(cursor)
    yield* page.items
    if (page.cursor === undefined) return
    if (cursors.has(page.cursor)) {
      const found = 'with a cursor that it had given before'
      throw new UnexpectedResponseError('wrong_value', page.received, { found, field: 'cursor' })
    }
    cursor = page.cursor
    cursors.add(cursor)
  }
}

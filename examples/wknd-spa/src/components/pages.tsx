import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ComponentRef, type ReactElement, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import { AemFailure } from './aem-failure.tsx'

export interface PagesProps<Page, Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page>>
  readonly getItems: (page: Page) => readonly Item[]
  /** What the items are, as in "Models 1 to 10". */
  readonly noun: string
  readonly renderItems: (items: readonly Item[]) => ReactElement
}

/** The items read so far, one page at a time, and the way to the pages before and after. */
export function Pages<Page, Item>(props: PagesProps<Page, Item>): ReactElement {
  const { query, getItems, noun, renderItems } = props
  const [index, setIndex] = useState(0)
  const pages = (query.data?.pages ?? []).map(getItems)
  const isLastRead = index === pages.length - 1
  const hasNext = !isLastRead || query.hasNextPage
  const previousButton = useRef<ComponentRef<typeof Button>>(null)
  const nextButton = useRef<ComponentRef<typeof Button>>(null)

  // A button that becomes disabled would lose the focus to nowhere: the other one takes it.
  const showPrevious = (): void => {
    flushSync(() => setIndex(index - 1))
    if (index === 1) nextButton.current?.focus()
  }
  const showNext = async (): Promise<void> => {
    if (query.isFetchingNextPage) return
    const { data, hasNextPage, isError } = isLastRead ? await query.fetchNextPage() : query
    if (isError && isLastRead) return
    flushSync(() => setIndex(index + 1))
    const isLast = index + 2 === data?.pages.length && !hasNextPage
    if (isLast) previousButton.current?.focus()
  }

  return (
    <div className={block}>
      {renderItems(pages[index] ?? [])}
      {query.isFetchNextPageError && isLastRead && (
        <AemFailure error={query.error} onRetry={() => void showNext()} />
      )}
      <div className={pager}>
        <span role="status" className={count}>
          {query.isFetchingNextPage
            ? `Reading the next ${noun.toLowerCase()}`
            : describePosition(
                noun,
                pages.map((items) => items.length),
                index,
                hasNext,
              )}
        </span>
        <div className={buttons}>
          <Button
            ref={previousButton}
            variant="secondary"
            isDisabled={index === 0}
            onPress={showPrevious}
          >
            Previous
          </Button>
          <Button
            ref={nextButton}
            variant="secondary"
            isDisabled={!hasNext}
            onPress={() => void showNext()}
          >
            Next
          </Button>
        </div>
      </div>
    </div>
  )
}

function describePosition(
  noun: string,
  sizes: readonly number[],
  index: number,
  hasNext: boolean,
): string {
  const before = sizes.slice(0, index).reduce((sum, size) => sum + size, 0)
  const last = before + (sizes[index] ?? 0)
  const range = `${noun} ${before + 1} to ${last}`
  return hasNext ? `${range}, more follow` : `${range} of ${last}`
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 16 })

const pager = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
})

const count = style({ font: 'body', color: 'gray-700', fontVariantNumeric: 'tabular-nums' })

const buttons = style({ display: 'flex', gap: 12 })

import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ComponentRef, type ReactElement, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import type { ContentFragmentModelsQuery } from '../use-content-fragment-models.ts'
import { useMediaQuery } from '../use-media-query.ts'
import { AemFailure } from './aem-failure.tsx'
import { ContentFragmentModelList } from './content-fragment-model-list.tsx'
import { ContentFragmentModelTable } from './content-fragment-model-table.tsx'

export interface ContentFragmentModelPagesProps {
  readonly query: ContentFragmentModelsQuery
}

/** The models read so far, one page at a time, and the way to the pages before and after. */
export function ContentFragmentModelPages({ query }: ContentFragmentModelPagesProps): ReactElement {
  const isWide = useMediaQuery('(min-width: 768px)')
  const [index, setIndex] = useState(0)
  const pages = query.data?.pages ?? []
  const models = pages[index]?.items ?? []
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
      {isWide ? (
        <ContentFragmentModelTable models={models} />
      ) : (
        <ContentFragmentModelList models={models} />
      )}
      {query.isFetchNextPageError && isLastRead && (
        <AemFailure error={query.error} onRetry={() => void showNext()} />
      )}
      <div className={pager}>
        <span role="status" className={count}>
          {query.isFetchingNextPage
            ? 'Reading the next models'
            : describePosition(
                pages.map(({ items }) => items.length),
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

function describePosition(sizes: readonly number[], index: number, hasNext: boolean): string {
  const before = sizes.slice(0, index).reduce((sum, size) => sum + size, 0)
  const last = before + (sizes[index] ?? 0)
  const range = `Models ${before + 1} to ${last}`
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

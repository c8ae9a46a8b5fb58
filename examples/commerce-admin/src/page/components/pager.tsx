import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ComponentRef, type ReactElement, useRef } from 'react'
import { flushSync } from 'react-dom'

import { pageSize } from '../product-search.ts'

export interface PagerProps {
  readonly page: number
  readonly totalCount: number
  /** Whether another page is on its way. */
  readonly isBusy: boolean
  readonly onPage: (page: number) => void
}

/** Where in the products this page is, and the way to the pages before and after. */
export function Pager({ page, totalCount, isBusy, onPage }: PagerProps): ReactElement {
  const lastPage = Math.max(1, Math.ceil(totalCount / pageSize))
  // Past the end Commerce gives the last page again.
  const shown = Math.min(page, lastPage)
  const previousButton = useRef<ComponentRef<typeof Button>>(null)
  const nextButton = useRef<ComponentRef<typeof Button>>(null)

  // A button that becomes disabled would lose the focus to nowhere: the other one takes it.
  const turn = (next: number): void => {
    flushSync(() => onPage(next))
    if (next === 1) nextButton.current?.focus()
    if (next === lastPage) previousButton.current?.focus()
  }

  return (
    <div className={row}>
      <span role="status" className={count}>
        {isBusy ? 'Reading products' : describeRange(shown, totalCount)}
      </span>
      <div className={buttons}>
        <Button
          ref={previousButton}
          variant="secondary"
          isDisabled={shown === 1}
          onPress={() => turn(shown - 1)}
        >
          Previous
        </Button>
        <Button
          ref={nextButton}
          variant="secondary"
          isDisabled={shown === lastPage}
          onPress={() => turn(shown + 1)}
        >
          Next
        </Button>
      </div>
    </div>
  )
}

function describeRange(page: number, totalCount: number): string {
  const first = (page - 1) * pageSize + 1
  const last = Math.min(page * pageSize, totalCount)
  return `Products ${first} to ${last} of ${totalCount}`
}

const row = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
})

const count = style({ font: 'body', color: 'gray-700', fontVariantNumeric: 'tabular-nums' })

const buttons = style({ display: 'flex', gap: 12 })

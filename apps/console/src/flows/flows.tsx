import { ToggleButton, ActionButton, ToastQueue } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { FlowFilter, FlowList as Flows_ } from '@mudbrick/sandbox'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { queries } from '../control/queries.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { FlowFilters, readFilter } from './flow-filters.tsx'
import { FlowList } from './flow-list.tsx'
import { FlowPage } from './flow-page.tsx'

/** All flows of the run, and the one that was chosen. */
export function Flows(): ReactElement {
  const { id } = useParams()
  const [query] = useSearchParams()
  const filter = readFilter(query)
  const [paused, setPaused] = useState<Flows_>()
  const found = useQuery(queries.flows({ ...filter, limit: 1000 }))
  const list = paused ?? found.data

  return (
    <>
      {/* On a narrow page there is room for one of both. */}
      <div className={id === undefined ? undefined : hiddenWhenNarrow}>
        <PageHeading title="Flows">
          What applications have asked Adobe for, as it happens. A flow is what belongs together: a
          sign-in, a renewal, the calls with a token.
        </PageHeading>
      </div>
      <div className={columns}>
        <section
          aria-label="All flows"
          className={listColumn({ isNarrowHidden: id !== undefined })}
        >
          <FlowFilters apps={list?.apps ?? []} users={list?.users ?? []} />
          <div className={bar}>
            <span className={count} role="status">
              {list === undefined ? '' : describeCount(list)}
            </span>
            <ToggleButton
              size="S"
              isSelected={paused !== undefined}
              onChange={(isPaused) => setPaused(isPaused ? found.data : undefined)}
            >
              Pause
            </ToggleButton>
            <ClearButton />
          </div>
          {found.error !== null && (
            <Failure title="The flows cannot be shown" error={found.error} />
          )}
          {list === undefined && found.error === null && <Loading>Asking for the flows</Loading>}
          {list?.flows.length === 0 && <NoFlows filter={filter} />}
          {list !== undefined && list.flows.length > 0 && (
            <FlowList flows={list.flows} selected={id} search={query.toString()} />
          )}
        </section>
        <section
          aria-label="The chosen flow"
          className={detailColumn({ isNarrowHidden: id === undefined })}
        >
          {id === undefined ? (
            <Empty title="No flow is chosen">
              Choose one on the left: each of its messages can be opened and is explained.
            </Empty>
          ) : (
            <FlowPage key={id} id={id} search={query.toString()} />
          )}
        </section>
      </div>
    </>
  )
}

function describeCount({ total, flows, dropped }: Flows_): string {
  const shown = flows.length < total ? `${flows.length} of ${total} flows` : `${total} flows`
  return dropped === 0 ? shown : `${shown}; ${dropped} older requests are gone`
}

interface NoFlowsProps {
  readonly filter: FlowFilter
}

function NoFlows({ filter }: NoFlowsProps): ReactElement {
  return Object.keys(filter).length === 0 ? (
    <Empty title="No flows yet">
      Sign in with one of the samples or with your own application: the flow appears here while it
      happens.
    </Empty>
  ) : (
    <Empty title="No flow agrees with the filter">Take away a part of the filter.</Empty>
  )
}

function ClearButton(): ReactElement {
  const queryClient = useQueryClient()
  const clear = async (): Promise<void> => {
    try {
      await call('/journal', { method: 'DELETE' })
      await queryClient.invalidateQueries({ queryKey: ['flows'] })
    } catch (failure) {
      ToastQueue.negative(sentenceOf(failure))
    }
  }
  return (
    <ActionButton size="S" onPress={() => void clear()}>
      Clear
    </ActionButton>
  )
}

/** It stays the heading for a screen reader. */
const hiddenWhenNarrow = style({
  position: { default: 'absolute', lg: 'static' },
  width: { default: 1, lg: 'full' },
  height: { default: 1, lg: 'auto' },
  overflow: { default: 'hidden', lg: 'visible' },
  clipPath: { default: '[inset(50%)]', lg: 'none' },
})

const columns = style({
  display: 'grid',
  gridTemplateColumns: { default: ['minmax(0, 1fr)'], lg: ['380px', 'minmax(0, 1fr)'] },
  columnGap: 24,
  rowGap: 24,
  alignItems: 'start',
})

const panel = {
  padding: { default: 12, sm: 16 },
  boxSizing: 'border-box',
  minWidth: 0,
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
} as const

const listColumn = style({
  ...panel,
  display: { default: 'flex', isNarrowHidden: { default: 'none', lg: 'flex' } },
  flexDirection: 'column',
  gap: 12,
})

const detailColumn = style({
  ...panel,
  display: { default: 'block', isNarrowHidden: { default: 'none', lg: 'block' } },
})

const bar = style({ display: 'flex', alignItems: 'center', gap: 8 })
const count = style({ font: 'ui-sm', flexGrow: 1 })

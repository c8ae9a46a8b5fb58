import { Loading, RequestLine, useMediaQuery } from '@mudbrick/sample-frame'
import type { StoreConfiguration } from '@mudbrick/commerce'
import { Cell, Column, Row, TableBody, TableHeader, TableView } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { describeCommerceFailure } from '../commerce-failure.ts'
import { calculateTableHeight } from '../table-height.ts'
import { useIsNarrow } from '../use-is-narrow.ts'
import { useStoreConfigurations } from '../use-store-configurations.ts'
import { EmptyAnswer } from './empty-answer.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { Sheet } from './sheet.tsx'

/** The tab of the store views: what Adobe's tutorial asks for to see whether a token works. */
export function StoreConfigurations(): ReactElement {
  const query = useStoreConfigurations()
  return (
    <Sheet
      title="Store configurations"
      text="Where each store view sells, and in which language, currency and time."
      onRefresh={() => void query.refetch()}
    >
      <RequestLine method="GET" target="/V1/store/storeConfigs" />
      <Outcome query={query} />
    </Sheet>
  )
}

interface OutcomeProps {
  readonly query: ReturnType<typeof useStoreConfigurations>
}

function Outcome({ query }: OutcomeProps): ReactElement {
  const { data, error, isPending, refetch } = query
  const isNarrow = useIsNarrow()
  if (isPending) return <Loading>Reading store configurations</Loading>
  if (error !== null) {
    return <FailureNotice failure={describeCommerceFailure(error)} onRetry={() => void refetch()} />
  }
  if (data.length === 0) {
    return (
      <EmptyAnswer title="There is no store view">
        Commerce answered with an empty list. A store view is made in the Admin, under Stores, All
        Stores.
      </EmptyAnswer>
    )
  }
  return isNarrow ? <List configurations={data} /> : <Table configurations={data} />
}

interface ConfigurationsProps {
  readonly configurations: readonly StoreConfiguration[]
}

function Table({ configurations }: ConfigurationsProps): ReactElement {
  const isTouch = useMediaQuery('not ((hover: hover) and (pointer: fine))')
  return (
    <TableView
      aria-label="Store configurations"
      styles={table}
      UNSAFE_style={{ height: calculateTableHeight(configurations.length, isTouch) }}
    >
      <TableHeader>
        <Column id="code" isRowHeader minWidth={90} width="0.6fr">
          Code
        </Column>
        <Column id="locale" minWidth={85} width="0.5fr">
          Locale
        </Column>
        <Column id="currency" minWidth={110} width="0.5fr">
          Currency
        </Column>
        <Column id="timezone" minWidth={155} width="1fr">
          Time zone
        </Column>
        <Column id="weight" minWidth={90} width="0.5fr">
          Weight
        </Column>
        <Column id="address" minWidth={200} width="1.3fr">
          Address
        </Column>
      </TableHeader>
      <TableBody items={configurations}>
        {(view) => (
          <Row id={view.id} textValue={view.code}>
            <Cell>
              <span className={strong}>{view.code}</span>
            </Cell>
            <Cell>{view.locale}</Cell>
            <Cell>{describeCurrency(view)}</Cell>
            <Cell>{view.timezone}</Cell>
            <Cell>{view.weightUnit}</Cell>
            <Cell>
              <span title={view.secureAddresses.base}>{view.secureAddresses.base}</span>
            </Cell>
          </Row>
        )}
      </TableBody>
    </TableView>
  )
}

function List({ configurations }: ConfigurationsProps): ReactElement {
  return (
    <ul aria-label="Store configurations" className={list}>
      {configurations.map((view) => (
        <li key={view.id} className={item}>
          <span className={name}>{view.code}</span>
          <span className={detail}>
            {view.locale} · {describeCurrency(view)} · {view.weightUnit}
          </span>
          <span className={detail}>{view.timezone}</span>
          <span className={detail}>{view.secureAddresses.base}</span>
        </li>
      ))}
    </ul>
  )
}

function describeCurrency(view: StoreConfiguration): string {
  const { baseCurrencyCode, defaultDisplayCurrencyCode } = view
  return baseCurrencyCode === defaultDisplayCurrencyCode
    ? baseCurrencyCode
    : `${defaultDisplayCurrencyCode} (${baseCurrencyCode})`
}

const table = style({ width: 'full' })

const strong = style({ fontWeight: 'medium', color: 'gray-900' })

const list = style({ margin: 0, padding: 0, listStyleType: 'none' })

const item = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  paddingY: 12,
  borderWidth: 0,
  borderTopWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})

const name = style({ font: 'title' })

const detail = style({ font: 'body-sm', color: 'gray-700', overflowWrap: 'anywhere' })

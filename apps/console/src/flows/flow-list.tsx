import { StatusLight } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { FlowSummary } from '@mudbrick/sandbox'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactElement, useRef } from 'react'
import { Link } from 'react-router'

import { Instant } from '../parts/instant.tsx'
import { kindNames, outcomes } from './words.ts'

export interface FlowListProps {
  readonly flows: readonly FlowSummary[]
  /** The id of the chosen one. */
  readonly selected: string | undefined
  /** The filter, as the query of an address. */
  readonly search: string
}

const rowHeight = 80

/** Flows, the newest on top; only the rows in sight are there. */
export function FlowList({ flows, selected, search }: FlowListProps): ReactElement {
  const scroll = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component as it is
  const rows = useVirtualizer({
    count: flows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => flows[index]?.id ?? index,
    overscan: 8,
  })
  return (
    // A keyboard can only scroll what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroll} className={box} role="region" aria-label="List of flows" tabIndex={0}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className={list} style={{ height: rows.getTotalSize() }} onKeyDown={moveFocus}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const flow = flows[index]
          if (flow === undefined) return undefined
          return (
            <li
              key={key}
              className={item}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              aria-setsize={flows.length}
              aria-posinset={index + 1}
            >
              <Row flow={flow} isSelected={flow.id === selected} search={search} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const links = [...event.currentTarget.querySelectorAll('a')].toSorted(
    (left, right) => position(left) - position(right),
  )
  const next = links[links.findIndex((link) => link === document.activeElement) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

function position(link: Element): number {
  return Number(link.parentElement?.getAttribute('aria-posinset') ?? 0)
}

interface RowProps {
  readonly flow: FlowSummary
  readonly isSelected: boolean
  readonly search: string
}

function Row({ flow, isSelected, search }: RowProps): ReactElement {
  const { id, kind, clientId, user, outcome, startedAt, problems } = flow
  const problem = problems.find(({ severity }) => severity === 'failure') ?? problems[0]
  const about = [clientId, user?.email].filter(Boolean).join(' · ') || 'No app named'
  return (
    <Link
      to={{ pathname: `/flows/${id}`, search }}
      className={row({ isSelected })}
      aria-current={isSelected ? 'true' : undefined}
    >
      <span className={first}>
        <StatusLight size="S" variant={outcomes[outcome].variant}>
          {kindNames[kind]}
        </StatusLight>
        <span className={small}>
          <Instant at={startedAt} />
        </span>
      </span>
      <span className={line}>{about}</span>
      <span className={problem === undefined ? quiet : line}>
        {problem === undefined ? outcomes[outcome].name : problem.what}
      </span>
    </Link>
  )
}

const box = style({
  overflowY: 'auto',
  overflowX: 'hidden',
  height: '[min(70vh, 900px)]',
  borderRadius: 'lg',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
})

const list = style({ position: 'relative', margin: 0, padding: 0, listStyleType: 'none' })

const item = style({ position: 'absolute', top: 0, insetStart: 0, width: 'full' })

const row = style({
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  gap: 2,
  height: '[calc(100% - 4px)]',
  boxSizing: 'border-box',
  paddingX: 12,
  paddingY: 4,
  borderRadius: 'lg',
  font: 'ui-sm',
  color: 'gray-900',
  textDecoration: 'none',
  backgroundColor: { default: 'transparent', ':hover': 'gray-75', isSelected: 'gray-100' },
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
  outlineOffset: -2,
})

const first = style({ display: 'flex', alignItems: 'center', justifyContent: 'space-between' })
const small = style({ font: 'ui-xs', color: 'gray-700' })
const line = style({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })
const quiet = style({ font: 'ui-xs', color: 'gray-700' })

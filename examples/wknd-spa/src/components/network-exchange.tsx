import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { lightDark, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { formatBody } from '../format-body.ts'
import { formatCurl } from '../format-curl.ts'
import type { RecordedExchange, RecordedHeaders, RecordedOutcome } from '../network-recorder.ts'
import { CopyButton } from './copy-button.tsx'

export interface NetworkExchangeProps {
  readonly exchange: RecordedExchange
}

/** One request and its answer: a line, and on demand all of it. */
export function NetworkExchange({ exchange }: NetworkExchangeProps): ReactElement {
  const { method, url, requestHeaders, requestBody, outcome } = exchange
  const { pathname, search } = new URL(url)

  return (
    <Disclosure size="S" isQuiet>
      <DisclosureTitle level={3}>
        <span className={line}>
          <strong className={verb}>{method}</strong>{' '}
          <span className={address}>
            {pathname}
            {decodeSlashes(search)}
          </span>{' '}
          <span className={status({ kind: classify(outcome) })}>{describeStatus(outcome)}</span>{' '}
          <span className={duration}>{describeDuration(outcome)}</span>
        </span>
      </DisclosureTitle>
      <DisclosurePanel>
        <div className={details}>
          <CopyButton text={formatCurl(exchange)}>Copy as curl</CopyButton>
          <Part title="Request">{`${method} ${url}\n${formatHeaders(requestHeaders)}`}</Part>
          {requestBody !== undefined && <Part title="Request body">{formatBody(requestBody)}</Part>}
          <Answer outcome={outcome} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}

function Answer({ outcome }: { readonly outcome: RecordedOutcome }): ReactElement | undefined {
  if (outcome.status === 'pending') return undefined
  if (outcome.status !== 'answered') return <Part title="No answer">{outcome.reason}</Part>
  const { httpStatus, headers, body, redirectedTo } = outcome
  const from = redirectedTo === undefined ? '' : `\nredirected to ${redirectedTo}`
  return (
    <>
      <Part
        title="Answer"
        note="A browser shows a page only the headers that AEM's CORS policy exposes."
      >
        {`HTTP ${httpStatus}${from}\n${formatHeaders(headers)}`}
      </Part>
      {body !== '' && <Part title="Answer body">{formatBody(body)}</Part>}
    </>
  )
}

interface PartProps {
  readonly title: string
  readonly note?: string
  readonly children: string
}

function Part({ title, note, children }: PartProps): ReactElement {
  return (
    <div>
      <h4 className={partTitle}>{title}</h4>
      {note && <p className={noteStyle}>{note}</p>}
      {/* Users without a mouse scroll with the keyboard. */}
      <pre tabIndex={0} aria-label={title} role="region" className={code}>
        {children}
      </pre>
    </div>
  )
}

function formatHeaders(headers: RecordedHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function decodeSlashes(search: string): string {
  return search.replaceAll('%2F', '/')
}

function classify(outcome: RecordedOutcome): 'open' | 'good' | 'bad' {
  if (outcome.status === 'pending' || outcome.status === 'abandoned') return 'open'
  return outcome.status === 'answered' && outcome.httpStatus < 400 ? 'good' : 'bad'
}

function describeStatus(outcome: RecordedOutcome): string {
  if (outcome.status === 'answered') return String(outcome.httpStatus)
  return words[outcome.status]
}

const words = { pending: 'on its way', failed: 'no answer', abandoned: 'given up' } as const

function describeDuration(outcome: RecordedOutcome): string {
  return outcome.status === 'pending' ? '' : `${Math.round(outcome.durationMs)} ms`
}

const line = style({
  display: 'flex',
  flexWrap: { default: 'wrap', sm: 'nowrap' },
  alignItems: 'baseline',
  columnGap: 12,
  rowGap: 2,
  font: 'code-sm',
  textAlign: 'start',
  minWidth: 0,
  flexGrow: 1,
})

const verb = style({ width: 56, flexShrink: 0, color: 'gray-900' })

const address = style({
  flexGrow: 1,
  flexBasis: { default: 'full', sm: 0 },
  minWidth: 0,
  order: { default: 3, sm: 0 },
  overflowWrap: 'anywhere',
})

const status = style({
  flexShrink: 0,
  fontWeight: 'bold',
  color: {
    kind: {
      open: 'gray-800',
      good: lightDark('positive-1000', 'positive-1200'),
      bad: lightDark('negative-1000', 'negative-1200'),
    },
  },
})

const duration = style({
  flexShrink: 0,
  width: 72,
  textAlign: 'end',
  color: 'gray-700',
  fontVariantNumeric: 'tabular-nums',
})

const details = style({ display: 'flex', flexDirection: 'column', gap: 16, minWidth: 0 })

const partTitle = style({ font: 'title-sm', margin: 0, marginBottom: 4 })

const noteStyle = style({ font: 'body-xs', color: 'gray-700', marginTop: 0, marginBottom: 4 })

const code = style({
  font: 'code-sm',
  margin: 0,
  paddingX: 16,
  paddingY: 12,
  maxHeight: 320,
  overflow: 'auto',
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  backgroundColor: lightDark('gray-75', 'gray-100'),
  borderRadius: 'lg',
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  outlineColor: 'focus-ring',
  outlineWidth: 2,
})

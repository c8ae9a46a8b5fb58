import { Content, Heading, InlineAlert, ProgressCircle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

import { sentenceOf } from '../control/control-failure.ts'

export interface LoadingProps {
  /** What is loaded, as a sentence without its full stop. */
  readonly children: string
}

/** Says that something is on its way. */
export function Loading({ children }: LoadingProps): ReactElement {
  return (
    <div role="status" className={waiting}>
      <ProgressCircle isIndeterminate aria-label={children} size="S" />
      <span>{children}</span>
    </div>
  )
}

export interface FailureProps {
  readonly title: string
  readonly error: unknown
}

/** Says what went wrong, and what to do. */
export function Failure({ title, error }: FailureProps): ReactElement {
  return (
    <InlineAlert variant="negative">
      <Heading>{title}</Heading>
      <Content>{sentenceOf(error)}</Content>
    </InlineAlert>
  )
}

export interface EmptyProps {
  readonly title: string
  readonly children: ReactNode
}

/** Says why there is nothing to see, and how that changes. */
export function Empty({ title, children }: EmptyProps): ReactElement {
  return (
    <div className={empty}>
      <h3 className={heading}>{title}</h3>
      <div className={text}>{children}</div>
    </div>
  )
}

const waiting = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  minHeight: 120,
  font: 'body',
})

const empty = style({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 8,
  paddingX: 16,
  paddingY: 40,
  textAlign: 'center',
})

const heading = style({ font: 'title-lg', margin: 0 })
const text = style({ font: 'body', maxWidth: 480, textWrap: 'pretty' })

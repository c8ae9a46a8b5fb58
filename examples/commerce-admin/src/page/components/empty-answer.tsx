import { Content, Heading, IllustratedMessage } from '@react-spectrum/s2'
import NoElements from '@react-spectrum/s2/illustrations/gradient/generic1/NoElements'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface EmptyAnswerProps {
  readonly title: string
  readonly children: ReactNode
  /** What the user can do about it. */
  readonly action?: ReactNode
}

/** The answer of Commerce was an empty list: says why that is. */
export function EmptyAnswer({ title, children, action }: EmptyAnswerProps): ReactElement {
  return (
    <div className={block}>
      <IllustratedMessage styles={message}>
        <NoElements />
        <Heading level={3}>{title}</Heading>
        <Content>{children}</Content>
      </IllustratedMessage>
      {action}
    </div>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', alignItems: 'center', gap: 16 })

const message = style({ marginX: 'auto', maxWidth: 480 })

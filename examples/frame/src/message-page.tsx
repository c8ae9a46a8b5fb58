import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface MessagePageProps {
  readonly heading: ReactNode
  readonly illustration: ReactNode
  readonly children: ReactNode
  /** What the user can do next: buttons, the most likely one first. */
  readonly actions?: ReactNode
}

/** A page that says one thing: a state of the app, or why there is nothing else to see. */
export function MessagePage(props: MessagePageProps): ReactElement {
  const { heading, illustration, children, actions } = props
  return (
    <div className={card}>
      <div className={picture}>{illustration}</div>
      {heading}
      <div className={text}>{children}</div>
      {actions && <div className={buttons}>{actions}</div>}
    </div>
  )
}

const card = style({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  textAlign: 'center',
  gap: 16,
  maxWidth: 640,
  marginX: 'auto',
  marginTop: { default: 16, sm: 48 },
  paddingX: { default: 24, sm: 48 },
  paddingY: { default: 32, sm: 48 },
  boxSizing: 'border-box',
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const picture = style({ minHeight: 64, display: 'flex', alignItems: 'center' })

const text = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  font: { default: 'body', sm: 'body-lg' },
  textWrap: 'pretty',
})

const buttons = style({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'center',
  gap: 12,
  marginTop: 8,
})

import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface PanelProps {
  readonly title: string
  readonly children: ReactNode
}

/** A part of a page under a heading of its own. */
export function Panel({ title, children }: PanelProps): ReactElement {
  return (
    <section className={panel}>
      <h2 className={heading}>{title}</h2>
      {children}
    </section>
  )
}

const panel = style({
  padding: { default: 20, sm: 32 },
  boxSizing: 'border-box',
  minWidth: 0,
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const heading = style({ font: 'heading', margin: 0, marginBottom: 16 })

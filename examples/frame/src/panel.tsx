import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type ReactNode, useId } from 'react'

export interface PanelProps {
  readonly title: string
  readonly children: ReactNode
}

/** A part of the page under a heading of its own. */
export function Panel({ title, children }: PanelProps): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id} className={panel}>
      <h2 id={id} className={heading}>
        {title}
      </h2>
      {children}
    </section>
  )
}

const panel = style({
  padding: { default: 20, sm: 24 },
  boxSizing: 'border-box',
  minWidth: 0,
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const heading = style({ font: 'heading', margin: 0, marginBottom: 16 })

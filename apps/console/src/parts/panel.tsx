import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type ReactNode, useId } from 'react'

export interface PanelProps {
  readonly title: string
  /** Buttons beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a page under a heading of its own. */
export function Panel({ title, actions, children }: PanelProps): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id} className={panel}>
      <div className={row}>
        <h2 id={id} className={heading}>
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

const panel = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 16,
  padding: { default: 16, sm: 24 },
  boxSizing: 'border-box',
  minWidth: 0,
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const row = style({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
})

const heading = style({ font: 'heading', margin: 0 })

import { ActionButton, Tooltip, TooltipTrigger } from '@react-spectrum/s2'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type ReactNode, useId } from 'react'

export interface SheetProps {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
  /** The words for asking again. `Ask Commerce again` by default. */
  readonly refreshLabel?: string
  readonly onRefresh: () => void
}

/** The content of a tab. */
export function Sheet(props: SheetProps): ReactElement {
  const { title, text, children, refreshLabel = 'Ask Commerce again', onRefresh } = props
  const id = useId()
  return (
    <section className={sheet} aria-labelledby={id}>
      <div className={head}>
        <div>
          <h2 id={id} className={heading}>
            {title}
          </h2>
          <p className={textStyle}>{text}</p>
        </div>
        <TooltipTrigger>
          <ActionButton aria-label={refreshLabel} isQuiet onPress={onRefresh}>
            <Refresh />
          </ActionButton>
          <Tooltip>{refreshLabel}</Tooltip>
        </TooltipTrigger>
      </div>
      {children}
    </section>
  )
}

const sheet = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 20,
  marginTop: 16,
  padding: { default: 20, sm: 24 },
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const head = style({ display: 'flex', justifyContent: 'space-between', gap: 12 })

const heading = style({ font: 'heading', margin: 0 })

const textStyle = style({ font: 'body', marginTop: 4, marginBottom: 0 })

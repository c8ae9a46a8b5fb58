import { ProgressCircle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface LoadingProps {
  /** What is being loaded, as a sentence without its full stop. */
  readonly children: string
}

/** Says that something is on its way. */
export function Loading({ children }: LoadingProps): ReactElement {
  return (
    <div role="status" className={block}>
      <ProgressCircle isIndeterminate aria-label={children} />
      <span>{children}</span>
    </div>
  )
}

const block = style({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  minHeight: 160,
  font: 'body',
  color: 'gray-700',
})

import { lightDark, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface RequestLineProps {
  readonly method: string
  /** A path or a whole address. */
  readonly target: string
}

/** A request as one would write it down. */
export function RequestLine({ method, target }: RequestLineProps): ReactElement {
  return (
    <code className={line}>
      <strong className={verb}>{method}</strong> {target}
    </code>
  )
}

const line = style({
  font: 'code-sm',
  display: 'block',
  paddingX: 16,
  paddingY: 12,
  backgroundColor: lightDark('gray-75', 'gray-100'),
  borderRadius: 'lg',
  overflowWrap: 'anywhere',
})

const verb = style({ color: 'positive-1000' })

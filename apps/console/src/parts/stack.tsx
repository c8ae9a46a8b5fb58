import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement, ReactNode } from 'react'

export interface StackProps {
  readonly children: ReactNode
}

/** Panels below each other. */
export function Stack({ children }: StackProps): ReactElement {
  return <div className={stack}>{children}</div>
}

/** Buttons beside each other. */
export function Row({ children }: StackProps): ReactElement {
  return <div className={row}>{children}</div>
}

/** What is good to know, but not needed. */
export function Aside({ children }: StackProps): ReactElement {
  return <p className={aside}>{children}</p>
}

const stack = style({ display: 'flex', flexDirection: 'column', gap: 24, minWidth: 0 })
const row = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 })
const aside = style({ font: 'body-sm', color: 'gray-800', margin: 0, maxWidth: 720 })

import type { ReactElement } from 'react'

export interface InstantProps {
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** A time of the day; the whole date is its tooltip. */
export function Instant({ at }: InstantProps): ReactElement {
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {date.toLocaleTimeString('en-GB')}
    </time>
  )
}

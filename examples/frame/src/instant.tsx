import type { ReactElement } from 'react'

export interface InstantProps {
  /** Epoch milliseconds. */
  readonly at: number
}

/** The day of an instant; its time of day shows on hover. */
export function Instant({ at }: InstantProps): ReactElement {
  return (
    <time dateTime={new Date(at).toISOString()} title={moment.format(at)}>
      {day.format(at)}
    </time>
  )
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' })
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long' })

import type { ReactElement } from 'react'

export interface TimeOfDayProps {
  /** Epoch milliseconds. */
  readonly at: number
}

/** The time of day of an instant, to the second; its day shows on hover. */
export function TimeOfDay({ at }: TimeOfDayProps): ReactElement {
  return (
    <time dateTime={new Date(at).toISOString()} title={moment.format(at)}>
      {time.format(at)}
    </time>
  )
}

const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hour12: false })
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long' })

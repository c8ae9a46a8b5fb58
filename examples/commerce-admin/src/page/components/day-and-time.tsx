import type { ReactElement } from 'react'

import { formatDayAndTime } from '../day-and-time.ts'

export interface DayAndTimeProps {
  /** Epoch milliseconds. */
  readonly at: number
}

/** The day and time of an instant; the year and the time zone show on hover. */
export function DayAndTime({ at }: DayAndTimeProps): ReactElement {
  return (
    <time dateTime={new Date(at).toISOString()} title={moment.format(at)}>
      {formatDayAndTime(at)}
    </time>
  )
}

const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long' })

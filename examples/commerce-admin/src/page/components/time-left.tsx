import { formatTimeLeft, useTimeLeft } from '@mudbrick/sample-frame'
import type { ReactElement } from 'react'

export interface TimeLeftProps {
  /** When the access token expires, in epoch milliseconds. */
  readonly expiresAt: number
}

/** Counts the access token's life down. */
export function TimeLeft({ expiresAt }: TimeLeftProps): ReactElement {
  return <span role="timer">{formatTimeLeft(useTimeLeft(expiresAt))}</span>
}

import { type ReactElement, useEffect, useState } from 'react'

import { formatTimeLeft, untilNextChange } from '../time-left.ts'

export interface TimeLeftProps {
  /** When the access token expires, in epoch milliseconds. */
  readonly expiresAt: number
}

/** Counts the access token's life down. */
export function TimeLeft({ expiresAt }: TimeLeftProps): ReactElement {
  return <span role="timer">{formatTimeLeft(useTimeLeft(expiresAt))}</span>
}

function useTimeLeft(expiresAt: number): number {
  const [now, setNow] = useState(() => Date.now())
  const timeLeftMs = Math.max(0, expiresAt - now)

  useEffect(() => {
    if (timeLeftMs === 0) return undefined
    const timer = setTimeout(() => setNow(Date.now()), untilNextChange(timeLeftMs))
    return () => clearTimeout(timer)
  }, [timeLeftMs])

  return timeLeftMs
}

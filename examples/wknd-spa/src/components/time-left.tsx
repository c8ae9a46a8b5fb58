import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useEffect, useState } from 'react'

import { formatTimeLeft, untilNextChange } from '../time-left.ts'

const warningMs = 5 * 60_000

export interface TimeLeftProps {
  /** When the access token expires, in epoch milliseconds. */
  readonly expiresAt: number
}

/** Counts the access token's life down; screen readers hear of it once, five minutes before. */
export function TimeLeft({ expiresAt }: TimeLeftProps): ReactElement {
  const timeLeftMs = useTimeLeft(expiresAt)
  const isEnding = timeLeftMs <= warningMs
  return (
    <>
      <span role="timer" className={timer({ isEnding })}>
        Token: {formatTimeLeft(timeLeftMs)} left
      </span>
      <span role="status" className={spoken}>
        {isEnding && 'Your sign-in ends in less than five minutes.'}
      </span>
    </>
  )
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

const timer = style({
  font: 'body-xs',
  color: { default: 'gray-700', isEnding: 'notice-900' },
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
})

const spoken = style({
  position: 'absolute',
  size: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
})

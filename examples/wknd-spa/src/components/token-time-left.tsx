import { formatTimeLeft, useTimeLeft } from '@mudbrick/sample-frame'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

const warningMs = 5 * 60_000

export interface TokenTimeLeftProps {
  /** When the access token expires, in epoch milliseconds. */
  readonly expiresAt: number
}

/** Counts down the access token's life; screen readers read it once, five minutes before the end. */
export function TokenTimeLeft({ expiresAt }: TokenTimeLeftProps): ReactElement {
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

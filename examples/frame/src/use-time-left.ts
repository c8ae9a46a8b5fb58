import { useEffect, useState } from 'react'

import { untilNextChange } from './time-left.ts'

/** Milliseconds until `expiresAt`, kept up to date as often as the words for it change. */
export function useTimeLeft(expiresAt: number): number {
  const [now, setNow] = useState(() => Date.now())
  const timeLeftMs = Math.max(0, expiresAt - now)

  useEffect(() => {
    if (timeLeftMs === 0) return undefined
    const timer = setTimeout(() => setNow(Date.now()), untilNextChange(timeLeftMs))
    return () => clearTimeout(timer)
  }, [timeLeftMs])

  return timeLeftMs
}

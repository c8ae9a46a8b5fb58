import type { Clock } from '@mudbrick/http'
import type { Page } from './page.ts'

/** When an access token arrived and when it expires, by this browser's own wall clock. */
export interface TokenLifetime {
  readonly receivedAt: number
  readonly expiresAt: number
}

/** Tells how many milliseconds are left, which may be less than none. */
export type Countdown = () => number

/**
 * Counts a token's lifetime down, believing whichever clock says less. The wall clock jumps when it
 * is set; the page's own starts anew with each page and may stand still while a computer sleeps.
 */
export function createCountdown(
  { receivedAt, expiresAt }: TokenLifetime,
  clock: Clock,
  page: Pick<Page, 'monotonicNow'>,
): Countdown {
  // A wall clock that was set back since the token arrived must not lengthen its life.
  const leftAtStart = Math.min(expiresAt - clock.now(), expiresAt - receivedAt)
  const endsAt = page.monotonicNow() + leftAtStart

  return () => Math.min(expiresAt - clock.now(), endsAt - page.monotonicNow())
}

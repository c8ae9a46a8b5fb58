import type { GrantContent } from './grant-content.ts'

type Lifetime = Pick<GrantContent, 'receivedAt' | 'expiresAt'>

/** Clocks of several machines differ by less; by more, one of them was set. */
const tolerableSkewMs = 60_000
/** A token that is refused when it is new is not the trouble: to replace it for each call would be. */
const newForMs = 60_000
const longestMarginMs = 1_800_000
/** Refresh tokens of IMS live 14 days. */
const keptForMs = 15 * 24 * 3_600_000

/**
 * Tells whether an access token is good for so long. A clock that was set back says nothing about
 * it. A short life is not all spent on renewal.
 */
export function isGoodFor(
  { receivedAt, expiresAt }: Lifetime,
  now: number,
  minimumTtlMs: number,
): boolean {
  return (
    now > receivedAt - tolerableSkewMs &&
    expiresAt - now > Math.min(minimumTtlMs, (expiresAt - receivedAt) / 2)
  )
}

/** Tells whether an access token is good at all. */
export function isAlive({ receivedAt, expiresAt }: Lifetime, now: number): boolean {
  return now > receivedAt - tolerableSkewMs && expiresAt > now
}

/** Tells whether an access token is so new that another one would be no better. */
export function isNew({ receivedAt }: Lifetime, now: number): boolean {
  return Math.abs(now - receivedAt) < newForMs
}

/**
 * Calculates when a grant that is used is to be refreshed: in the last half hour of its access token,
 * or the last quarter of a shorter one, spread so that those who came together do not come back
 * together.
 */
export function calculateRefreshAt(
  { receivedAt, expiresAt }: Lifetime,
  random: () => number,
): number {
  const marginMs = Math.min(longestMarginMs, (expiresAt - receivedAt) / 4)
  return Math.round(expiresAt - marginMs * (0.5 + random() / 2))
}

/** Calculates when a grant that nobody uses is worth nothing any more. */
export function calculateDiscardAt(instant: number): number {
  return instant + keptForMs
}

import type { GrantContent } from '../grant-content.ts'

type Lifetime = Pick<GrantContent, 'receivedAt' | 'expiresAt'>

/** Clocks of several machines differ by less, unless one of them was set wrong. */
const tolerableSkewMs = 60_000
/** A service that refuses a new token refuses the next one too: replacing it at each call would not help. */
const newForMs = 60_000
const longestMarginMs = 1_800_000
/** Refresh tokens of IMS live 14 days. */
const keptForMs = 15 * 24 * 3_600_000

/**
 * Tells whether an access token is valid for so long, or for half of its life if that is shorter. A
 * token from the future counts as expired: the clock was set back.
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

/** Tells whether an access token is valid. */
export function isAlive({ receivedAt, expiresAt }: Lifetime, now: number): boolean {
  return now > receivedAt - tolerableSkewMs && expiresAt > now
}

/** Tells whether an access token is so new that it is not replaced. */
export function isNew({ receivedAt }: Lifetime, now: number): boolean {
  return Math.abs(now - receivedAt) < newForMs
}

/**
 * Calculates when a used grant is to be refreshed: in the last half hour of its access token, or the
 * last quarter of a shorter one, spread so that grants of one instant are not refreshed at once.
 */
export function calculateRefreshAt(
  { receivedAt, expiresAt }: Lifetime,
  random: () => number,
): number {
  const marginMs = Math.min(longestMarginMs, (expiresAt - receivedAt) / 4)
  return Math.round(expiresAt - marginMs * (0.5 + random() / 2))
}

/** Calculates when the refresh token of an unused grant has certainly expired. */
export function calculateDiscardAt(instant: number): number {
  return instant + keptForMs
}

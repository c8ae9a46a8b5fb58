import type { VaultEvent } from './vault-event.ts'

/** A line of an audit trail about refreshes that fail for a while, or no longer. */
export interface FailingRefreshesLine {
  readonly type: 'refresh-failing' | 'refresh-recovered'
  /** When the first of them failed, in ISO 8601. */
  readonly since: string
  /** The `code` of the last failure. */
  readonly code: string
  /** How many grants are concerned; at the end, how many were at most. */
  readonly grants: number
}

/** After these, no refresh of the grant is failing any more. */
const endingTypes = ['refreshed', 'sign-in-required', 'revoked', 'discarded']
const reportedAfterMs = 60_000
/** Longer than any pause between two attempts; another process has refreshed the grant since. */
const forgottenAfterMs = 600_000
/** More would take much memory, and not say more. */
const maxGrants = 10_000

/**
 * Notices that refreshes of a vault have been failing for a minute, and that they work again: one line
 * for each, however many grants there are.
 */
export function createFailingRefreshes(): (event: VaultEvent) => FailingRefreshesLine | undefined {
  const failing = new Map<string, { readonly since: number; lastAt: number }>()
  let reported: { readonly since: string; grants: number } | undefined
  let code = ''

  return (event) => {
    if (event.type === 'refresh-failed') {
      code = event.code
      return noteFailure(event.grantId, event.at)
    }
    if (event.type === 'refreshed') forget(event.at)
    return endingTypes.includes(event.type) ? noteEnd(event.grantId) : undefined
  }

  function noteFailure(grantId: string, at: number): FailingRefreshesLine | undefined {
    const entry = failing.get(grantId)
    if (entry) entry.lastAt = at
    else if (failing.size < maxGrants) failing.set(grantId, { since: at, lastAt: at })
    if (reported) {
      reported.grants = Math.max(reported.grants, failing.size)
      return undefined
    }
    // A map keeps the order in which its entries were added.
    const [{ since } = { since: at }] = failing.values()
    if (at - since < reportedAfterMs) return undefined
    reported = { since: new Date(since).toISOString(), grants: failing.size }
    return { type: 'refresh-failing', code, ...reported }
  }

  function noteEnd(grantId: string | undefined): FailingRefreshesLine | undefined {
    if (grantId !== undefined) failing.delete(grantId)
    if (failing.size > 0 || !reported) return undefined
    const line = { type: 'refresh-recovered', code, ...reported } as const
    reported = undefined
    return line
  }

  function forget(now: number): void {
    for (const [grantId, { lastAt }] of failing) {
      if (Math.abs(now - lastAt) >= forgottenAfterMs) failing.delete(grantId)
    }
  }
}

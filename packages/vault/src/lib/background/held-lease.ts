import type { GrantStore, Lease } from '../grant-store.ts'
import type { VaultClock } from '../vault-clock.ts'

/** Describes a held lease. */
export interface HeldLeaseOptions {
  readonly store: GrantStore
  readonly clock: VaultClock
  readonly name: string
  readonly ttlMs: number
}

/** A lease that is renewed as long as it is asked for. */
export interface HeldLease {
  /** Returns whether this process has it, after trying to get or to renew it. */
  readonly hold: () => Promise<boolean>
  readonly giveBack: () => Promise<void>
}

export function createHeldLease({ store, clock, name, ttlMs }: HeldLeaseOptions): HeldLease {
  let lease: Lease | undefined
  let renewedAt = -Infinity
  let renewing: Promise<boolean> | undefined

  return {
    async hold() {
      if (lease && clock.elapsed() - renewedAt < ttlMs / 3) return true
      // One request for all callers.
      renewing ??= obtain().finally(() => {
        renewing = undefined
      })
      return renewing
    },
    async giveBack() {
      const former = lease
      lease = undefined
      await former?.release()
    },
  }

  async function obtain(): Promise<boolean> {
    const askedAt = clock.elapsed()
    const isRenewed = (await lease?.renew()) ?? false
    if (!isRenewed) lease = await store.lease(name, ttlMs)
    renewedAt = askedAt
    return lease !== undefined
  }
}

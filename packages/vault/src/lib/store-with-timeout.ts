import { type Clock, isMudbrickError } from '@mudbrick/http'
import type { GrantStore } from './grant-store.ts'
import { VaultError } from './vault-error.ts'

/** What a store that does not answer is worth. */
const longestMs = 10_000

/**
 * Makes of a store one that always answers: whatever it fails with becomes a `VaultError`, and so
 * does a silence. What it was asked to write may then have been written or not.
 */
export function guardStore(store: GrantStore, clock: Clock): GrantStore {
  return {
    read: (id) => guard(() => store.read(id), id),
    compareAndSwap: (id, version, record) =>
      guard(() => store.compareAndSwap(id, version, record), id),
    async lease(name, ttlMs) {
      const leasing = { isAwaited: true }
      const lease = await guard(async () => {
        const given = await store.lease(name, ttlMs)
        // What comes when nobody waits any longer would keep others waiting.
        if (!leasing.isAwaited) await given?.release()
        return given
      }).finally(() => {
        leasing.isAwaited = false
      })
      return (
        lease && {
          fence: lease.fence,
          renew: () => guard(lease.renew),
          release: () => guard(lease.release),
        }
      )
    },
    scan: (filter, options) => guard(() => store.scan(filter, options)),
    keyIds: () => guard(() => store.keyIds()),
    count: () => guard(() => store.count()),
    close: () => store.close(),
  }

  function guard<Result>(work: () => Promise<Result>, grantId?: string): Promise<Result> {
    return new Promise((resolve, reject) => {
      const fail = (cause?: unknown): void => {
        stopTimer()
        reject(toVaultError(cause, grantId))
      }
      const stopTimer = clock.setTimer(fail, longestMs)
      const give = (result: Result): void => {
        stopTimer()
        resolve(result)
      }
      void work().then(give, fail)
    })
  }
}

function toVaultError(cause: unknown, grantId: string | undefined): VaultError {
  if (isMudbrickError(cause) && cause instanceof VaultError) return cause
  return new VaultError('store_unavailable', { grantId, cause })
}

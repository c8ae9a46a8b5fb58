import { type Clock, ConfigurationError } from '@mudbrick/http'
import type { GrantStore } from './grant-store.ts'
import { VaultError } from './vault-error.ts'

/** How long the store may take for one call. */
const longestMs = 10_000

/**
 * Wraps a store so that every call ends: with an answer, or with a `VaultError` when the store fails
 * or does not answer in time. After such an error a write may have been done or not.
 */
export function withTimeout(store: GrantStore, clock: Clock): GrantStore {
  return {
    read: (id) => callInTime(() => store.read(id), id),
    compareAndSwap: (id, version, record) =>
      callInTime(() => store.compareAndSwap(id, version, record), id),
    async lease(name, ttlMs) {
      const leasing = { isAwaited: true }
      const lease = await callInTime(async () => {
        const given = await store.lease(name, ttlMs)
        // A lease that comes too late would keep other processes waiting.
        if (!leasing.isAwaited) await given?.release()
        return given
      }).finally(() => {
        leasing.isAwaited = false
      })
      return (
        lease && {
          fence: lease.fence,
          renew: () => callInTime(lease.renew),
          release: () => callInTime(lease.release),
        }
      )
    },
    scan: (filter, options) => callInTime(() => store.scan(filter, options)),
    countByKey: (clientId) => callInTime(() => store.countByKey(clientId)),
    close: () => store.close(),
  }

  function callInTime<Result>(work: () => Promise<Result>, grantId?: string): Promise<Result> {
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

/** A mistake of the program, such as a database without tables, is not temporary. */
function toVaultError(
  cause: unknown,
  grantId: string | undefined,
): VaultError | ConfigurationError {
  if (cause instanceof VaultError || cause instanceof ConfigurationError) return cause
  return new VaultError('store_unavailable', { grantId, cause })
}

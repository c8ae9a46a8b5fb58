import type {
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  ScanOptions,
} from '../grant-store.ts'
import { createDueScan, createIdScan, parseDuePlace, type DuePlace } from './scan-place.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'
import { readUptimeMs } from './uptime.ts'

/** Says how a store in memory tells the time. */
export interface MemoryGrantStoreOptions {
  /** Tells when a lease is over; unless given, the time since the machine started. */
  readonly clock?: { readonly now: () => number } | undefined
}

/**
 * Creates a store that lasts as long as the process, for tests and development: several vaults of
 * one process can share it as they would share a database.
 *
 * @example
 * ```ts
 * const vault = await createVault({ ims, keys, store: createMemoryGrantStore() })
 * ```
 */
export function createMemoryGrantStore({
  clock = { now: readUptimeMs },
}: MemoryGrantStoreOptions = {}): GrantStore {
  const records = new Map<string, GrantRecord>()
  const due = createSortedList(compareDuePlaces)
  const byKey = new Map<string, SortedList<string>>()
  const pending = createSortedList(compareIds)
  const leases = new Map<string, { readonly fence: number; until: number }>()
  let lastFence = 0

  return Object.freeze<GrantStore>({
    read: async (id) => records.get(id),

    async compareAndSwap(id, version, record) {
      const present = records.get(id)
      if ((present?.version ?? 0) !== version) return false
      if (present) removeFromIndexes(id, present)
      if (record) {
        records.set(id, Object.freeze({ ...record }))
        addToIndexes(id, record)
      } else records.delete(id)
      return true
    },

    async lease(name, ttlMs) {
      const present = leases.get(name)
      if (present && present.until > clock.now()) return undefined
      const own = { fence: (lastFence += 1), until: clock.now() + ttlMs }
      leases.set(name, own)
      return {
        fence: own.fence,
        async renew() {
          if (leases.get(name) !== own) return false
          own.until = clock.now() + ttlMs
          return true
        },
        async release() {
          if (leases.get(name) === own) leases.delete(name)
        },
      }
    },

    scan: async (filter, options) => findIn(filter, options),
    keyIds: async () => [...byKey.keys()],
    count: async () => records.size,
    close: async () => {},
  })

  function findIn(filter: GrantFilter, options: ScanOptions): GrantScan {
    const { after, limit } = options
    if ('dueBefore' in filter) {
      const places = due
        .after(parseDuePlace(after), limit)
        .filter(({ dueAt }) => dueAt <= filter.dueBefore)
      return createDueScan(places, options)
    }
    const list = 'keyId' in filter ? byKey.get(filter.keyId) : pending
    return createIdScan(list?.after(after ?? '', limit) ?? [], options)
  }

  function addToIndexes(id: string, { dueAt, keyId, isRevocationPending }: GrantRecord): void {
    if (dueAt !== undefined) due.add({ dueAt, id })
    if (isRevocationPending) pending.add(id)
    const sameKey = byKey.get(keyId) ?? createSortedList(compareIds)
    sameKey.add(id)
    byKey.set(keyId, sameKey)
  }

  function removeFromIndexes(id: string, { dueAt, keyId }: GrantRecord): void {
    if (dueAt !== undefined) due.remove({ dueAt, id })
    pending.remove(id)
    const sameKey = byKey.get(keyId)
    sameKey?.remove(id)
    if (sameKey?.isEmpty()) byKey.delete(keyId)
  }
}

function compareDuePlaces(one: DuePlace, other: DuePlace): number {
  return one.dueAt - other.dueAt || compareIds(one.id, other.id)
}

function compareIds(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

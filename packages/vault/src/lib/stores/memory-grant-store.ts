import type {
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  KeyUsage,
  ScanOptions,
} from '../grant-store.ts'
import { createDueScan, createIdScan, parseDuePlace, type DuePlace } from './scan-place.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'
import { readUptimeMs } from './uptime.ts'

/** Describes a store in memory. */
export interface MemoryGrantStoreOptions {
  /** Tells when a lease is over. The time since the machine started by default. */
  readonly clock?: { readonly now: () => number } | undefined
}

/**
 * Creates a store in memory, for tests and development. Several vaults of one process can share it
 * as they would share a database.
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
  const due = createIndex(compareDuePlaces)
  const byKey = createIndex(compareIds)
  const bySubject = createIndex(compareIds)
  const pending = createIndex(compareIds)
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

    async countByKey(clientId) {
      const counts = new Map<string, number>()
      for (const record of records.values()) {
        if (record.clientId === clientId) {
          counts.set(record.keyId, (counts.get(record.keyId) ?? 0) + 1)
        }
      }
      return [...counts].map(([keyId, count]): KeyUsage => ({ keyId, records: count }))
    },

    close: async () => {},
  })

  function findIn(filter: GrantFilter, options: ScanOptions): GrantScan {
    const { clientId } = filter
    const { after = '', limit } = options
    if ('dueBefore' in filter) {
      const places = due
        .after([clientId], parseDuePlace(options.after), limit)
        .filter(({ dueAt }) => dueAt <= filter.dueBefore)
      return createDueScan(places, options)
    }
    if ('keyId' in filter) {
      return createIdScan(byKey.after([clientId, filter.keyId], after, limit), options)
    }
    if ('subjectHash' in filter) {
      return createIdScan(bySubject.after([clientId, filter.subjectHash], after, limit), options)
    }
    return createIdScan(pending.after([clientId], after, limit), options)
  }

  function addToIndexes(id: string, record: GrantRecord): void {
    const { clientId, dueAt, keyId, subjectHash, isRevocationPending } = record
    if (dueAt !== undefined) due.add([clientId], { dueAt, id })
    if (isRevocationPending) pending.add([clientId], id)
    if (subjectHash !== undefined) bySubject.add([clientId, subjectHash], id)
    byKey.add([clientId, keyId], id)
  }

  function removeFromIndexes(id: string, record: GrantRecord): void {
    const { clientId, dueAt, keyId, subjectHash } = record
    if (dueAt !== undefined) due.remove([clientId], { dueAt, id })
    if (subjectHash !== undefined) bySubject.remove([clientId, subjectHash], id)
    pending.remove([clientId], id)
    byKey.remove([clientId, keyId], id)
  }
}

/** Sorted lists, each under a name that consists of several parts. */
interface Index<Entry> {
  readonly add: (name: readonly string[], entry: Entry) => void
  readonly remove: (name: readonly string[], entry: Entry) => void
  readonly after: (name: readonly string[], entry: Entry, limit: number) => readonly Entry[]
}

function createIndex<Entry>(compare: (one: Entry, other: Entry) => number): Index<Entry> {
  const lists = new Map<string, SortedList<Entry>>()
  return {
    add(name, entry) {
      const list = lists.get(JSON.stringify(name)) ?? createSortedList(compare)
      list.add(entry)
      lists.set(JSON.stringify(name), list)
    },
    remove(name, entry) {
      const list = lists.get(JSON.stringify(name))
      list?.remove(entry)
      if (list?.isEmpty()) lists.delete(JSON.stringify(name))
    },
    after: (name, entry, limit) => lists.get(JSON.stringify(name))?.after(entry, limit) ?? [],
  }
}

function compareDuePlaces(one: DuePlace, other: DuePlace): number {
  return one.dueAt - other.dueAt || compareIds(one.id, other.id)
}

function compareIds(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

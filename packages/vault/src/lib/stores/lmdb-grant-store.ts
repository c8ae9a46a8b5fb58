import { isMudbrickError } from '@mudbrick/http'
import type { Database } from 'lmdb'
import type {
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  Lease,
  ScanOptions,
} from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import {
  findIdentity,
  openLmdbDatabases,
  type StoredLease,
  type StoredRecord,
} from './lmdb-databases.ts'
import { createLmdbFailure, lmdbCodeOf } from './lmdb-failure.ts'
import { createDueScan, createIdScan, parseDuePlace, type DuePlace } from './scan-place.ts'
import { readUptimeMs } from './uptime.ts'

/** Says where a store on this machine keeps its grant records. */
export interface LmdbGrantStoreOptions {
  /**
   * A folder of its own on a local disk; it is made when there is none. Only its owner may look into
   * it (mode 0700).
   */
  readonly folder: string
  /**
   * Tells when a lease is over: a clock that all processes share and nobody sets. Unless given, the
   * time since the machine started.
   */
  readonly clock?: { readonly now: () => number } | undefined
}

const checkEveryMs = 1_000

// Comes after every id.
const lastId = '\u{10FFFF}'

/**
 * Creates a store in a folder of this machine, for any number of processes on it. What is written has
 * reached the disk when the promise resolves. A process that is stopped while it writes holds up what
 * others write until it goes on; one that ends does not.
 *
 * @throws {@link ConfigurationError} when the folder cannot be used, or others may look into it
 *
 * @see https://github.com/kriszyp/lmdb-js
 *
 * @example
 * ```ts
 * const store = createLmdbGrantStore({ folder: '/var/lib/commerce-admin/grants' })
 * ```
 */
export function createLmdbGrantStore(storeOptions: LmdbGrantStoreOptions): GrantStore {
  // A program without types may leave out all of them: then it is the folder that is missing.
  const { folder, clock = { now: readUptimeMs } } = storeOptions ?? {}
  const databases = openLmdbDatabases(folder)
  const { path, root, records, due, byKey, pending, leases, counters } = databases
  let checkedAt = clock.now()
  let closing: Promise<void> | undefined

  return Object.freeze<GrantStore>({
    read: (id) => attempt(() => readNow(id)),

    compareAndSwap: (id, version, record) =>
      attempt(async () => {
        const isDone = await root.childTransaction(() => swap(id, version, record))
        if (isDone) await root.flushed
        return isDone
      }),

    lease: (name, ttlMs) =>
      attempt(async () => {
        // Not flushed: with the machine every lease ends, and a record that is flushed later brings the fence along.
        const fence = await root.childTransaction(() => take(name, ttlMs))
        return fence === undefined ? undefined : createLease(name, fence, ttlMs)
      }),

    scan: (filter, options) =>
      attempt(() => {
        // What other processes have written is not in the view that an earlier read has opened.
        records.resetReadTxn()
        return find(filter, options)
      }),

    keyIds: () =>
      attempt(() => {
        records.resetReadTxn()
        return findKeyIds()
      }),

    count: () =>
      attempt(() => {
        records.resetReadTxn()
        return countEntries(records)
      }),

    close: () => (closing ??= root.close()),
  })

  function readNow(id: string): GrantRecord | undefined {
    records.resetReadTxn()
    return readRecord(id)
  }

  function readRecord(id: string): GrantRecord | undefined {
    const stored = getStored(id)
    return stored === undefined ? undefined : parseRecord(id, stored)
  }

  function getStored(id: string): unknown {
    try {
      return records.get(id)
    } catch (cause) {
      // LMDB's own errors have a code; without one, it is the bytes that make no sense.
      throw lmdbCodeOf(cause) ? cause : new VaultError('corrupt_record', { grantId: id, cause })
    }
  }

  function swap(id: string, version: number, record: GrantRecord | undefined): boolean {
    const present = readRecord(id)
    if ((present?.version ?? 0) !== version) return false
    if (present) removeFromIndexes(id, present)
    if (record) {
      void records.put(id, formatRecord(record))
      addToIndexes(id, record)
    } else void records.remove(id)
    return true
  }

  function addToIndexes(id: string, { dueAt, keyId, isRevocationPending }: GrantRecord): void {
    if (dueAt !== undefined) void due.put([dueAt, id], null)
    if (isRevocationPending) void pending.put(id, null)
    void byKey.put([keyId, id], null)
  }

  function removeFromIndexes(id: string, { dueAt, keyId, isRevocationPending }: GrantRecord): void {
    if (dueAt !== undefined) void due.remove([dueAt, id])
    if (isRevocationPending) void pending.remove(id)
    void byKey.remove([keyId, id])
  }

  function take(name: string, ttlMs: number): number | undefined {
    const present = leases.get(name)
    if (present && isHeld(present)) return undefined
    const fence = (counters.get('fence') ?? 0) + 1
    void counters.put('fence', fence)
    void leases.put(name, [fence, clock.now() + ttlMs, ttlMs])
    return fence
  }

  /** More time than it ever had is left when the machine was started again, and its clock with it. */
  function isHeld([, until, ttlMs]: StoredLease): boolean {
    const leftMs = until - clock.now()
    return leftMs > 0 && leftMs <= ttlMs
  }

  function createLease(name: string, fence: number, ttlMs: number): Lease {
    const isOwn = (): boolean => leases.get(name)?.[0] === fence
    return {
      fence,
      renew: () =>
        attempt(() =>
          root.childTransaction(() => {
            if (!isOwn()) return false
            void leases.put(name, [fence, clock.now() + ttlMs, ttlMs])
            return true
          }),
        ),
      release: () =>
        attempt(() =>
          root.childTransaction(() => {
            if (isOwn()) void leases.remove(name)
          }),
        ),
    }
  }

  function find(filter: GrantFilter, options: ScanOptions): GrantScan {
    if ('dueBefore' in filter) return createDueScan(findDue(filter.dueBefore, options), options)
    const { after, limit } = options
    if ('keyId' in filter) return createIdScan(findByKey(filter.keyId, options), options)
    const range = after === undefined ? { limit } : { start: after, exclusiveStart: true, limit }
    return createIdScan([...pending.getKeys(range)], options)
  }

  function findDue(dueBefore: number, { after, limit }: ScanOptions): DuePlace[] {
    const place = parseDuePlace(after)
    const start: [number, string] = [place.dueAt, place.id]
    const found: DuePlace[] = []
    for (const [dueAt, id] of due.getKeys({ start, exclusiveStart: true, limit })) {
      if (dueAt > dueBefore) break
      found.push({ dueAt, id })
    }
    return found
  }

  function findByKey(keyId: string, { after = '', limit }: ScanOptions): string[] {
    const start: [string, string] = [keyId, after]
    const found: string[] = []
    for (const [foundKeyId, id] of byKey.getKeys({ start, exclusiveStart: true, limit })) {
      if (foundKeyId !== keyId) break
      found.push(id)
    }
    return found
  }

  /** Goes from the first record of one key to the first of the next. */
  function findKeyIds(): string[] {
    const found: string[] = []
    for (;;) {
      const last = found.at(-1)
      const start: [string, string] = last === undefined ? ['', ''] : [last, lastId]
      const [next] = [...byKey.getKeys({ start, limit: 1 })]
      if (!next) return found
      found.push(next[0])
    }
  }

  /** What is deleted while it is open can be read and written as before, until nobody has it open. */
  function checkFolder(): void {
    const now = clock.now()
    if (now - checkedAt < checkEveryMs) return
    if (findIdentity(path) !== databases.identity) {
      const message = `The store's folder ${path} was removed or replaced while this process had it open: restart all processes that share it.`
      throw new VaultError('store_unavailable', { cause: new Error(message) })
    }
    checkedAt = now
  }

  async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    if (closing) throw new VaultError('closed')
    try {
      checkFolder()
      return await work()
    } catch (error) {
      throw isMudbrickError(error) ? error : await createLmdbFailure(error, path)
    }
  }
}

function countEntries(database: Database<unknown, string>): number {
  const statistics: { readonly entryCount?: number } = database.getStats()
  return statistics.entryCount ?? 0
}

function formatRecord({
  version,
  keyId,
  dueAt,
  isRevocationPending,
  sealed,
}: GrantRecord): StoredRecord {
  return [version, keyId, dueAt ?? null, isRevocationPending, sealed]
}

function parseRecord(id: string, stored: unknown): GrantRecord {
  const [version, keyId, dueAt, isRevocationPending, sealed]: readonly unknown[] = Array.isArray(
    stored,
  )
    ? stored
    : []
  if (
    typeof version !== 'number' ||
    typeof keyId !== 'string' ||
    (dueAt !== null && typeof dueAt !== 'number') ||
    typeof isRevocationPending !== 'boolean' ||
    typeof sealed !== 'string'
  ) {
    throw new VaultError('corrupt_record', { grantId: id })
  }
  return { version, keyId, dueAt: dueAt ?? undefined, isRevocationPending, sealed }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { isMudbrickError } from '@mudbrick/http'
import type { GrantFilter, GrantRecord, GrantStore, Lease } from '../grant-store.ts'
import { VaultError } from '../vault-error.ts'
import { createSqliteError, isSqliteBusy } from './sqlite-failure.ts'
import { findSqliteIdentity } from './sqlite-file.ts'
import { defaultSqliteSettings, openSqliteHandle, type SqliteSettings } from './sqlite-handle.ts'
import type { ClockReading } from './sqlite-messages.ts'
import { checkSqliteOptions, type SqliteGrantStoreOptions } from './sqlite-options.ts'
import { isStorableText } from './stored-text.ts'
import { readUptimeMs } from './uptime.ts'

/**
 * Creates a store in a file of this machine, for any number of processes on it. What is written has
 * reached the disk when the promise resolves. A process that is stopped in the middle of a write
 * blocks the writes of others until it continues; one that ends does not. Do not open the file with
 * another copy of SQLite in the same process: the two release each other's locks.
 *
 * @throws {@link ConfigurationError} when the file cannot be used, others may read its folder, or no
 * SQLite is there that is safe to use
 * @throws {@link VaultError} when the file cannot be used now, because it is locked or damaged, or
 * the disk is full
 *
 * @see https://sqlite.org/wal.html
 *
 * @example
 * ```ts
 * const store = createSqliteGrantStore({ file: '/var/lib/commerce-admin/grants/grants.db' })
 * ```
 */
export function createSqliteGrantStore(options: SqliteGrantStoreOptions): GrantStore {
  return openSqliteGrantStore(options, defaultSqliteSettings)
}

/** The same, with settings of a test. */
export function openSqliteGrantStore(
  options: SqliteGrantStoreOptions,
  settings: SqliteSettings,
): GrantStore {
  checkSqliteOptions(options)
  const { clock = { now: readUptimeMs } } = options
  const handle = openSqliteHandle(options.file, settings)
  const { reader, queue } = handle
  const underWay = new Set<Promise<unknown>>()
  let checkedAt = clock.now()
  let closing: Promise<void> | undefined

  return Object.freeze<GrantStore>({
    read: (id) => attempt(() => (isStorableText(id) ? reader.read(id) : undefined)),

    compareAndSwap: (id, version, record) =>
      attempt(async () => {
        if (!isStorableText(id)) return false
        if (record) checkTexts(id, record)
        const result = await queue.write({ kind: 'swap', id, version, record })
        return result === true
      }),

    lease: (name, ttlMs) =>
      attempt(async () => {
        if (!isStorableText(name)) return undefined
        const fence = await queue.write({ kind: 'lease', name, ttlMs, clock: readClock() })
        return typeof fence === 'number' ? createLease(name, fence, ttlMs) : undefined
      }),

    scan: (filter, scanOptions) =>
      attempt(() =>
        hasStorableTexts(filter) ? reader.scan(filter, scanOptions) : { ids: [], next: undefined },
      ),

    countByKey: (clientId) =>
      attempt(() => (isStorableText(clientId) ? reader.countByKey(clientId) : [])),

    close: () => (closing ??= Promise.allSettled(underWay).then(handle.release)),
  })

  function createLease(name: string, fence: number, ttlMs: number): Lease {
    return {
      fence,
      renew: () =>
        attempt(async () => {
          const result = await queue.write({
            kind: 'renew',
            name,
            fence,
            ttlMs,
            clock: readClock(),
          })
          return result === true
        }),
      release: () =>
        attempt(async () => {
          await queue.write({ kind: 'release', name, fence })
        }),
    }
  }

  function readClock(): ClockReading {
    return { now: clock.now(), uptimeMs: readUptimeMs() }
  }

  async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    if (closing) throw new VaultError('closed')
    const attempted = repeatWhileBusy(work)
    underWay.add(attempted)
    try {
      return await attempted
    } finally {
      underWay.delete(attempted)
    }
  }

  /** A read waits for locks here; a write waits for them in the worker. */
  async function repeatWhileBusy<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const startedAt = readUptimeMs()
    for (;;) {
      try {
        checkFile()
        return await work()
      } catch (error) {
        if (isMudbrickError(error)) throw error
        const isOver = readUptimeMs() - startedAt > settings.lockTimeoutMs
        if (isOver || !isSqliteBusy(error)) throw createSqliteError(error, handle)
        await sleep(retryAfterMs)
      }
    }
  }

  /** A file that was removed can be read and written as before, until the last process closes it. */
  function checkFile(): void {
    const now = clock.now()
    if (now - checkedAt < checkEveryMs) return
    if (findSqliteIdentity(handle.file) !== handle.identity) {
      throw createSqliteError(undefined, handle)
    }
    checkedAt = now
  }
}

const checkEveryMs = 1_000
const retryAfterMs = 10

/** @throws {@link VaultError} */
function checkTexts(id: string, { clientId, subjectHash = '', keyId, sealed }: GrantRecord): void {
  if ([clientId, subjectHash, keyId, sealed].every(isStorableText)) return
  throw new VaultError('corrupt_record', {
    grantId: id,
    detail: `Grant record ${id} has a text that SQLite cannot store, with a NUL or half of a surrogate pair: correct its client id and its key id`,
  })
}

function hasStorableTexts(filter: GrantFilter): boolean {
  return Object.values(filter).every((value) => typeof value !== 'string' || isStorableText(value))
}

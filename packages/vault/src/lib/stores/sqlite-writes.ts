import type { SqliteConnection } from './sqlite-connection.ts'
import type { SqliteRow } from './sqlite-driver.ts'
import type { ClockReading, SqliteWrite, SqliteWriteResult } from './sqlite-messages.ts'
import { createGrantValues } from './sqlite-rows.ts'
import { readUptimeMs } from './uptime.ts'

/** Prepares the writes of a store on a connection. Each is to be done in a transaction. */
export function prepareSqliteWrites(
  connection: SqliteConnection,
): (write: SqliteWrite) => SqliteWriteResult {
  const exists = connection.prepare('select 1 from grants where id = ?')
  const insertGrant = connection.prepare(
    'insert into grants values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
  )
  const updateGrant = connection.prepare(
    `update grants set version = ?, client_id = ?, subject_hash = ?, key_id = ?, due_at = ?,
       is_revocation_pending = ?, sealed = ? where id = ? and version = ?`,
  )
  const deleteGrant = connection.prepare('delete from grants where id = ? and version = ?')
  const findLease = connection.prepare('select until_ms, ttl_ms from leases where name = ?')
  const countFence = connection.prepare('update fences set last = last + 1 returning last')
  const putLease = connection.prepare('insert or replace into leases values (?, ?, ?, ?)')
  const extendLease = connection.prepare(
    'update leases set until_ms = ?, ttl_ms = ? where name = ? and fence = ?',
  )
  const deleteLease = connection.prepare('delete from leases where name = ? and fence = ?')

  return (write) => {
    if (write.kind === 'swap') return swap(write)
    if (write.kind === 'lease') return lease(write)
    return write.kind === 'renew' ? renew(write) : release(write)
  }

  function swap({ id, version, record }: WriteOf<'swap'>): boolean {
    if (!record) {
      return version === 0 ? !exists.get(id) : hasChanged(deleteGrant.run(id, version))
    }
    const values = createGrantValues(record)
    return hasChanged(
      version === 0 ? insertGrant.run(id, ...values) : updateGrant.run(...values, id, version),
    )
  }

  function lease({ name, ttlMs, clock }: WriteOf<'lease'>): number | undefined {
    const now = readClock(clock)
    if (isHeld(findLease.get(name), now)) return undefined
    const fence = Number(countFence.get()?.['last'])
    putLease.run(name, fence, now + ttlMs, ttlMs)
    return fence
  }

  function renew({ name, fence, ttlMs, clock }: WriteOf<'renew'>): boolean {
    return hasChanged(extendLease.run(readClock(clock) + ttlMs, ttlMs, name, fence))
  }

  function release({ name, fence }: WriteOf<'release'>): boolean {
    return hasChanged(deleteLease.run(name, fence))
  }
}

type WriteOf<Kind extends SqliteWrite['kind']> = Extract<SqliteWrite, { readonly kind: Kind }>

function hasChanged({ changes }: { readonly changes: number | bigint }): boolean {
  return Number(changes) === 1
}

/** A lease with more time left than it ever had is from before the machine was restarted, and its clock with it. */
function isHeld(row: SqliteRow | undefined, now: number): boolean {
  if (!row) return false
  const leftMs = Number(row['until_ms']) - now
  return leftMs > 0 && leftMs <= Number(row['ttl_ms'])
}

/** A write may have waited long: for the lock of another process, or while this one was stopped. */
function readClock({ now, uptimeMs }: ClockReading): number {
  return now + (readUptimeMs() - uptimeMs)
}

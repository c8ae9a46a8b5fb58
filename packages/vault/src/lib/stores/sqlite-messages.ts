import type { GrantRecord } from '../grant-store.ts'
import type { SqliteFailure, SqliteFilePlace } from './sqlite-failure.ts'

/** What a writer is asked for. */
export type SqliteWrite =
  | {
      readonly kind: 'swap'
      readonly id: string
      readonly version: number
      readonly record: GrantRecord | undefined
    }
  | {
      readonly kind: 'lease'
      readonly name: string
      readonly ttlMs: number
      readonly clock: ClockReading
    }
  | {
      readonly kind: 'renew'
      readonly name: string
      readonly fence: number
      readonly ttlMs: number
      readonly clock: ClockReading
    }
  | { readonly kind: 'release'; readonly name: string; readonly fence: number }

/** What a store's clock said at an uptime, so that a worker can tell what it says later. */
export interface ClockReading {
  readonly now: number
  readonly uptimeMs: number
}

/** Whether a write was done, or the fence of the lease. */
export type SqliteWriteResult = boolean | number | undefined

/** What became of a write. */
export type SqliteWriteOutcome =
  | { readonly result: SqliteWriteResult }
  | { readonly failure: SqliteFailure }

/** What the worker is sent. It answers the writes of a transaction with an array of their outcomes, in order. */
export type WriterMessage = SqliteWrite | 'close'

/** What the worker is started with. */
export interface WriterSettings extends SqliteFilePlace {
  /** What the driver is loaded by. */
  readonly specifier: string
  /** How long it waits for the lock of another process. */
  readonly lockTimeoutMs: number
  /** By how much the write-ahead log grows between two checkpoints. */
  readonly checkpointBytes: number
}

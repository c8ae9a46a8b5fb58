/** A grant as a store holds it: what is searched for is in the clear, everything else is sealed. */
export interface GrantRecord {
  /** Rises by one with every write; the first is 1. */
  readonly version: number
  /** Names the key that it is sealed with. */
  readonly keyId: string
  /** When somebody has to look at it next, in epoch milliseconds; never, if undefined. */
  readonly dueAt: number | undefined
  /** Tells whether tokens in it are still to be revoked at IMS. */
  readonly isRevocationPending: boolean
  /** Holds the rest, as a compact JWE. */
  readonly sealed: string
}

/** Says which grant records to find. */
export type GrantFilter =
  /** Those due at this instant or before, earliest first. */
  | { readonly dueBefore: number }
  /** Those sealed with this key. */
  | { readonly keyId: string }
  /** Those with tokens that are still to be revoked. */
  | { readonly isRevocationPending: true }

/** Says which part of what a filter finds is wanted. */
export interface ScanOptions {
  /** Where to go on: the `next` of the scan before; at the beginning unless told. */
  readonly after?: string | undefined
  /** How many ids are wanted at most. */
  readonly limit: number
}

/** A part of what a filter found. */
export interface GrantScan {
  /** The ids of the grant records. */
  readonly ids: readonly string[]
  /** Where to go on, unless there is no more. */
  readonly next: string | undefined
}

/** A right that at most one process has at a time, until it gives it back or its time is over. */
export interface Lease {
  /** A number higher than that of every lease that the store gave before. */
  readonly fence: number
  /** Makes it last its full time again, from now; `false` when it has gone to somebody else, or may have. */
  readonly renew: () => Promise<boolean>
  /** Gives it back; does nothing when it has gone to somebody else. */
  readonly release: () => Promise<void>
}

/**
 * Where grant records are kept. Every method may reject when the store cannot do its work, and has
 * then either done all of it or nothing; a store that is full says so with a `VaultError`
 * `store_full`. `@mudbrick/vault/conformance` holds a store to what is said here.
 */
export interface GrantStore {
  /** Gives the record as it is now, or `undefined` when there is none. */
  readonly read: (id: string) => Promise<GrantRecord | undefined>
  /**
   * Writes a record in the place of the one with this version (0: where there is none), or removes
   * that one; `false`, and nothing is done, when there is another by now. What it has written
   * survives the end of the process and of the machine.
   *
   * @param record - the successor, whose version is one higher; `undefined` removes
   */
  readonly compareAndSwap: (
    id: string,
    version: number,
    record: GrantRecord | undefined,
  ) => Promise<boolean>
  /** Gives the right of this name for so long, unless somebody has it. The store's own clock counts. */
  readonly lease: (name: string, ttlMs: number) => Promise<Lease | undefined>
  /** Finds records, reading no more than it finds. */
  readonly scan: (filter: GrantFilter, options: ScanOptions) => Promise<GrantScan>
  /** Names the keys that records are sealed with. */
  readonly keyIds: () => Promise<readonly string[]>
  /** Counts the records; a store with very many may estimate. */
  readonly count: () => Promise<number>
  /** Gives back what the store holds open. */
  readonly close: () => Promise<void>
}

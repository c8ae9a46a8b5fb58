/** A grant as a store holds it: what is searched for is in the clear, everything else is sealed. */
export interface GrantRecord {
  /** Rises with every write. */
  readonly version: number
  /** The client id that the grant was issued to. */
  readonly clientId: string
  /** A hash of the client id and the user's id at IMS; `undefined` when the user is not known. */
  readonly subjectHash: string | undefined
  /** Names the key that it is sealed with. */
  readonly keyId: string
  /** When it needs work next (a refresh, a revocation, its removal), in epoch milliseconds; `undefined` for never. */
  readonly dueAt: number | undefined
  /** Whether tokens in it are still to be revoked at IMS. */
  readonly isRevocationPending: boolean
  /** Everything else, as a compact JWE. */
  readonly sealed: string
}

/** Says which grant records of one client to find. */
export type GrantFilter = GrantCriterion & {
  /** The client id that the grants were issued to. */
  readonly clientId: string
}

/** What the found records have in common. */
export type GrantCriterion =
  /** They are due at this instant or before; earliest first. */
  | { readonly dueBefore: number }
  /** They are sealed with this key. */
  | { readonly keyId: string }
  /** They have tokens that are still to be revoked. */
  | { readonly isRevocationPending: true }
  /** They belong to this user. */
  | { readonly subjectHash: string }

/** Says which part of the found records to return. */
export interface ScanOptions {
  /** Where to continue: the `next` of the scan before. From the beginning by default. */
  readonly after?: string | undefined
  /** How many ids to return at most. */
  readonly limit: number
}

/** A part of what a filter found. */
export interface GrantScan {
  /** The ids of the grant records. */
  readonly ids: readonly string[]
  /** Where to continue; `undefined` when there are no more. */
  readonly next: string | undefined
}

/** How many grant records of one client are sealed with a key. */
export interface KeyUsage {
  /** Names the key. */
  readonly keyId: string
  /** How many records are sealed with it. */
  readonly records: number
}

/** A right that at most one process has at a time, until it releases it or its time is over. */
export interface Lease {
  /** A number higher than that of every lease that the store gave before. */
  readonly fence: number
  /** Extends it to its full time from now; `false` when another process has it, or may have had it. */
  readonly renew: () => Promise<boolean>
  /** Releases it; does nothing when another process has it. */
  readonly release: () => Promise<void>
}

/**
 * Where grant records are kept. Several apps, each with a client id of its own, can share a store.
 * Every method may reject when the store cannot do its work, and has then either done all of it or
 * nothing; the `VaultError` that it rejects with says why. `@mudbrick/vault/conformance` tests a
 * store for what is said here.
 */
export interface GrantStore {
  /** Returns the record as it is now, or `undefined` when there is none. */
  readonly read: (id: string) => Promise<GrantRecord | undefined>
  /**
   * Writes a record in the place of the one with this version (0: where there is none), or removes
   * that one. Returns `false`, and does nothing, when there is another version by now. What it has
   * written survives the end of the process and of the machine.
   *
   * @param record - the successor, whose version is higher; `undefined` removes
   */
  readonly compareAndSwap: (
    id: string,
    version: number,
    record: GrantRecord | undefined,
  ) => Promise<boolean>
  /** Returns the right of this name for so long, unless another process has it. The store's own clock counts. */
  readonly lease: (name: string, ttlMs: number) => Promise<Lease | undefined>
  /** Finds records of one client, reading no more than it finds. */
  readonly scan: (filter: GrantFilter, options: ScanOptions) => Promise<GrantScan>
  /**
   * Counts the records of a client by the keys that they are sealed with; a store with very many may
   * estimate the numbers, but leaves no key out.
   */
  readonly countByKey: (clientId: string) => Promise<readonly KeyUsage[]>
  /** Closes what the store holds open. */
  readonly close: () => Promise<void>
}

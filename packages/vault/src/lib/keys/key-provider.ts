/** A key that grant records and cookies are sealed with. */
export interface VaultKey {
  /** Names it; stands in the clear in whatever is sealed with it. */
  readonly keyId: string
  /** The key itself, for `A256KW`; not extractable, so that nothing can print it. */
  readonly key: CryptoKey
}

/**
 * Where keys come from. A vault keeps what it was given for the life of the process, and asks again
 * for what it did not get.
 */
export interface KeyProvider {
  /** Gives the key to seal with. Rejects when there is none. */
  readonly current: () => Promise<VaultKey>
  /** Gives the key of this name, or `undefined` when there is none, or no longer. */
  readonly byId: (keyId: string) => Promise<VaultKey | undefined>
}

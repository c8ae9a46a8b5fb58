/** A key that grant records and cookies are sealed with. */
export interface VaultKey {
  /** Its name, which stands in the clear in everything that is sealed with it. */
  readonly keyId: string
  /** The `CryptoKey` itself, for `A256KW`; not extractable, so that it cannot be printed. */
  readonly key: Awaited<ReturnType<typeof crypto.subtle.importKey>>
}

/**
 * Where keys come from. A vault keeps each key for the life of the process, and asks again for keys
 * that it did not get.
 */
export interface KeyProvider {
  /** Returns the key to seal with. Rejects when there is none. */
  readonly current: () => Promise<VaultKey>
  /** Returns the key of this name, or `undefined` when there is none any more. */
  readonly byId: (keyId: string) => Promise<VaultKey | undefined>
  /** Returns the names of the keys that it has, for `listKeys()` of a vault; left out where it cannot tell. */
  readonly keyIds?: (() => readonly string[]) | undefined
}

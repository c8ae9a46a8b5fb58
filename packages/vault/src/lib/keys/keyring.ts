import { ConfigurationError } from '@mudbrick/http'
import type { KeyProvider, VaultKey } from './key-provider.ts'

/** A key, as bytes. */
export interface KeyringEntry {
  /** Names it; letters, digits, dots, hyphens and underscores. */
  readonly keyId: string
  /** 32 random bytes. */
  readonly bytes: Uint8Array
}

/**
 * Creates a key provider of keys that are in memory: the first seals, all of them open.
 *
 * @throws {@link ConfigurationError} for no key at all, a key that has not 32 bytes, or a name that
 *   is used twice.
 *
 * @example
 * ```ts
 * const keys = createKeyring([{ keyId: '2026-11', bytes: crypto.getRandomValues(new Uint8Array(32)) }])
 * ```
 */
export function createKeyring(entries: readonly KeyringEntry[]): KeyProvider {
  for (const { keyId, bytes } of entries) checkEntry(keyId, bytes)
  const [first] = entries
  if (!first) throw invalid('keys is empty: give at least one key.')
  const bytesById = new Map(entries.map(({ keyId, bytes }) => [keyId, bytes]))
  if (bytesById.size < entries.length) {
    throw invalid('keys has two keys of one name: a name stays with its key for good.')
  }
  return createKeyProvider(first.keyId, (keyId) => bytesById.get(keyId))
}

/**
 * Creates a key provider over whatever gives the bytes of a key. Each key is asked for once, by all
 * who need it at a time; what failed is asked for again.
 */
export function createKeyProvider(
  currentId: string,
  bytesOf: (keyId: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>,
): KeyProvider {
  const keys = new Map<string, Promise<VaultKey | undefined>>()

  return Object.freeze({
    async current() {
      const key = await find(currentId)
      if (!key) throw invalid(`keys has no key ${currentId}, which is to be the current one.`)
      return key
    },
    byId: find,
  })

  function find(keyId: string): Promise<VaultKey | undefined> {
    const known = keys.get(keyId)
    if (known) return known
    const finding = importKey(keyId)
    keys.set(keyId, finding)
    finding.then(
      (key) => key ?? keys.delete(keyId),
      () => keys.delete(keyId),
    )
    return finding
  }

  async function importKey(keyId: string): Promise<VaultKey | undefined> {
    const bytes = await bytesOf(keyId)
    if (!bytes) return undefined
    checkEntry(keyId, bytes)
    const raw = Uint8Array.from(bytes)
    const key = await crypto.subtle.importKey('raw', raw, 'AES-KW', false, ['wrapKey', 'unwrapKey'])
    return Object.freeze({ keyId, key })
  }
}

function checkEntry(keyId: string, bytes: Uint8Array): void {
  if (!/^[\w.-]{1,64}$/.test(keyId)) {
    throw invalid(
      'keys has a key whose name is not made of letters, digits, dots, hyphens and underscores, 64 at most.',
    )
  }
  if (bytes.length !== 32) {
    throw invalid(`keys has a key ${keyId} of ${bytes.length} bytes: a key has 32 random bytes.`)
  }
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'keys', message)
}

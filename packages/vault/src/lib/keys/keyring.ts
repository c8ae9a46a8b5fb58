import { ConfigurationError } from '@mudbrick/http'
import type { KeyProvider, VaultKey } from './key-provider.ts'

/** A key and its name. */
export interface KeyringEntry {
  /** Its name: letters, digits, dots, hyphens and underscores. */
  readonly keyId: string
  /** 32 random bytes. */
  readonly bytes: Uint8Array
}

/**
 * Creates a key provider of keys in memory: the first one seals, all of them open.
 *
 * @throws {@link ConfigurationError} when there is no key, a key does not have 32 bytes, or a name is
 *   used twice.
 *
 * @example
 * ```ts
 * const keys = createKeyring([{ keyId: '2026-11', bytes: crypto.getRandomValues(new Uint8Array(32)) }])
 * ```
 */
export function createKeyring(entries: readonly KeyringEntry[]): KeyProvider {
  if (!Array.isArray(entries)) throw invalid('keys is not a list: give [{ keyId, bytes }].')
  for (const { keyId, bytes } of entries) checkEntry(keyId, bytes)
  const [first] = entries
  if (!first) throw invalid('keys is empty: give at least one key.')
  const bytesById = new Map(entries.map(({ keyId, bytes }) => [keyId, bytes]))
  if (bytesById.size < entries.length) {
    const names = entries.map(({ keyId }) => keyId)
    const twice = names.find((name, index) => names.indexOf(name) < index)
    throw invalid(`keys has two keys named ${twice}: give each key a name of its own.`)
  }
  return createKeyProvider(first.keyId, [...bytesById.keys()], (keyId) => bytesById.get(keyId))
}

/**
 * Creates a key provider from a function that returns the bytes of a key. Each key is asked for once,
 * and again after a failure.
 */
export function createKeyProvider(
  currentId: string,
  keyIds: readonly string[],
  bytesOf: (keyId: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>,
): KeyProvider {
  const keys = new Map<string, Promise<VaultKey | undefined>>()

  return Object.freeze({
    async current() {
      const key = await find(currentId)
      if (!key)
        throw invalid(
          `keys has no key ${currentId}, which should be the current one: add it, or name another one.`,
        )
      return key
    },
    byId: find,
    keyIds: () => keyIds,
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
      'keys has a key with an invalid name: use letters, digits, dots, hyphens and underscores, 64 at most.',
    )
  }
  if (bytes.length !== 32) {
    throw invalid(`keys has a key ${keyId} of ${bytes.length} bytes: give 32 random bytes.`)
  }
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'keys', message)
}

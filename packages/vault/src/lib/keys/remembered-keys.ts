import { ConfigurationError } from '@mudbrick/http'
import type { KeyProvider, VaultKey } from './key-provider.ts'
import { VaultError } from './vault-error.ts'

/** Asks a key provider for each key once; what it failed at, or did not have, it is asked again. */
export function rememberKeys(keys: KeyProvider): KeyProvider {
  const known = new Map<string, VaultKey>()
  let current: Promise<VaultKey> | undefined

  return {
    current() {
      current ??= askForCurrent()
      return current
    },
    async byId(keyId) {
      return known.get(keyId) ?? askFor(keyId)
    },
  }

  async function askForCurrent(): Promise<VaultKey> {
    try {
      const key = await keys.current()
      known.set(key.keyId, key)
      return key
    } catch (cause) {
      current = undefined
      if (cause instanceof ConfigurationError) throw cause
      throw new VaultError('keys_unavailable', { cause })
    }
  }

  async function askFor(keyId: string): Promise<VaultKey | undefined> {
    try {
      const key = await keys.byId(keyId)
      if (key) known.set(keyId, key)
      return key
    } catch (cause) {
      throw new VaultError('keys_unavailable', { keyId, cause })
    }
  }
}

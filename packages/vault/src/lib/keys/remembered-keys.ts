import { ConfigurationError } from '@mudbrick/http'
import { VaultError } from '../vault-error.ts'
import type { KeyProvider, VaultKey } from './key-provider.ts'

/** A key provider that keeps its keys. */
export interface RememberedKeys extends KeyProvider {
  /** Makes the next call ask which key is the current one. */
  readonly forgetCurrent: () => void
}

/** How long the current key is used without asking which one it is. */
const currentForMs = 1_000

/**
 * Asks a key provider for each key once, and again after a failure or when it had none. Which key is
 * the current one is asked every second; while the provider fails, the last one stays in use.
 */
export function rememberKeys(
  keys: KeyProvider,
  clock: { readonly elapsed: () => number },
): RememberedKeys {
  const known = new Map<string, VaultKey>()
  let current: VaultKey | undefined
  let askedAt = -Infinity
  let asking: Promise<VaultKey> | undefined

  return {
    keyIds: keys.keyIds && (() => keys.keyIds?.() ?? []),
    async current() {
      if (current && clock.elapsed() - askedAt < currentForMs) return current
      // One question for all callers.
      asking ??= askForCurrent().finally(() => {
        asking = undefined
      })
      return asking
    },
    forgetCurrent() {
      askedAt = -Infinity
    },
    async byId(keyId) {
      return known.get(keyId) ?? askFor(keyId)
    },
  }

  async function askForCurrent(): Promise<VaultKey> {
    askedAt = clock.elapsed()
    try {
      current = await keys.current()
      known.set(current.keyId, current)
      return current
    } catch (cause) {
      if (current) return current
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

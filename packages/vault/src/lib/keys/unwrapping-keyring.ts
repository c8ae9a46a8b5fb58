import type { KeyProvider } from './key-provider.ts'
import { createKeyProvider } from './keyring.ts'

/** Says which keys there are, wrapped, and who unwraps them. */
export interface CreateUnwrappingKeyringOptions {
  /** The name of the key to seal with. */
  readonly current: string
  /** The keys by their names, as a key management service has wrapped them. */
  readonly wrapped: Readonly<Record<string, Uint8Array>>
  /** Has the service unwrap a key; gives the 32 bytes of it. */
  readonly unwrap: (wrapped: Uint8Array, keyId: string) => Promise<Uint8Array>
}

/**
 * Creates a key provider whose keys are stored wrapped and are unwrapped by a key management
 * service: each once in the life of a process, when it is first needed. What the service failed at
 * is asked for again.
 *
 * @example
 * ```ts
 * const keys = createUnwrappingKeyring({
 *   current: '2026-11',
 *   wrapped: { '2026-11': await readFile('keys/2026-11.wrapped') },
 *   unwrap: (wrapped) => kms.decrypt(wrapped),
 * })
 * ```
 */
export function createUnwrappingKeyring({
  current,
  wrapped,
  unwrap,
}: CreateUnwrappingKeyringOptions): KeyProvider {
  return createKeyProvider(current, (keyId) => {
    const found = Object.hasOwn(wrapped, keyId) ? wrapped[keyId] : undefined
    return found && unwrap(found, keyId)
  })
}

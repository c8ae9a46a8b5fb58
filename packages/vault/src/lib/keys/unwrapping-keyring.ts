import { checkOptions } from '@mudbrick/http/internal'
import type { KeyProvider } from './key-provider.ts'
import { createKeyProvider } from './keyring.ts'

/** Wrapped keys, and the service that unwraps them. */
export interface CreateUnwrappingKeyringOptions {
  /** The name of the key to seal with. */
  readonly current: string
  /** The keys by their names, wrapped by a key management service. */
  readonly wrapped: Readonly<Record<string, Uint8Array>>
  /** Asks the service to unwrap a key; returns its 32 bytes. */
  readonly unwrap: (wrapped: Uint8Array, keyId: string) => Promise<Uint8Array>
}

/**
 * Creates a key provider whose keys are stored wrapped and are unwrapped by a key management
 * service: each once per process, when it is first needed, and again after a failure.
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
export function createUnwrappingKeyring(options: CreateUnwrappingKeyringOptions): KeyProvider {
  checkOptions('createUnwrappingKeyring', options, { current: true, wrapped: true, unwrap: true })
  const { current, wrapped, unwrap } = options
  return createKeyProvider(current, Object.keys(wrapped), (keyId) => {
    const found = Object.hasOwn(wrapped, keyId) ? wrapped[keyId] : undefined
    return found && unwrap(found, keyId)
  })
}

import type { GrantStore } from '../grant-store.ts'
import type { KeyProvider } from '../key-provider.ts'
import { forEachConcurrently } from './for-each-concurrently.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'
import type { EmitGrantEvent } from '../vault-event.ts'
import { VaultError, type VaultErrorCode } from '../vault-error.ts'

const pageSize = 128
/** Sealing is done beside, in other threads; the store answers meanwhile. */
const concurrency = 16

/** What is sealed anew. */
export interface Reencryption {
  readonly store: GrantStore
  readonly keys: KeyProvider
  readonly emit: EmitGrantEvent
}

/** Says how to seal everything anew. */
export interface ReencryptOptions {
  /** Ends it between two records; its reason is what the call rejects with. What is done stays done. */
  readonly signal?: AbortSignal | undefined
  /** Is told now and then how far it has come. */
  readonly onProgress?: ((progress: ReencryptProgress) => void) | undefined
}

/** How far sealing anew has come. */
export interface ReencryptProgress {
  /** How many grants are sealed anew. */
  readonly reencrypted: number
  /** How many could not be opened. */
  readonly unreadable: number
}

/** What has been sealed anew. */
export interface ReencryptResult {
  /** How many grants. */
  readonly reencrypted: number
  /** The grants that could not be opened, which stay as they are. */
  readonly unreadable: readonly UnreadableGrant[]
}

/** A grant whose record cannot be opened. */
export interface UnreadableGrant {
  /** The id of the grant. */
  readonly grantId: string
  /** Says why. */
  readonly code: VaultErrorCode
}

/**
 * Seals every grant with the current key that is sealed with another. Whatever else happens to
 * grants meanwhile goes on; who stopped half way, or fell, begins again and finds only what is left.
 */
export async function reencryptGrants(
  { store, keys, emit }: Reencryption,
  { signal, onProgress }: ReencryptOptions = {},
): Promise<ReencryptResult> {
  const unreadable: UnreadableGrant[] = []
  let reencrypted = 0
  const { keyId: currentKeyId } = await keys.current()
  for (const keyId of await store.keyIds()) {
    if (keyId !== currentKeyId) await reencryptAll(keyId)
  }
  return { reencrypted, unreadable }

  async function reencryptAll(keyId: string): Promise<void> {
    let after: string | undefined
    do {
      const { ids, next } = await store.scan({ keyId }, { after, limit: pageSize })
      await forEachConcurrently(ids, concurrency, reencrypt)
      after = next
      onProgress?.({ reencrypted, unreadable: unreadable.length })
    } while (after !== undefined)
  }

  async function reencrypt(id: string): Promise<void> {
    signal?.throwIfAborted()
    try {
      const formerKeyId = await sealAnew(id)
      if (formerKeyId === undefined) return
      reencrypted += 1
      emit(id, { type: 'reencrypted', formerKeyId })
    } catch (error) {
      if (!(error instanceof VaultError) || error.retryable) throw error
      unreadable.push({ grantId: id, code: error.code })
      emit(id, { type: 'unreadable', code: error.code })
    }
  }

  /** Gives the former key, or nothing when somebody else has sealed or removed it meanwhile. */
  async function sealAnew(id: string): Promise<string | undefined> {
    for (;;) {
      const record = await store.read(id)
      if (!record || record.keyId === currentKeyId) return undefined
      const { version, keyId } = record
      const successor = await sealGrant(keys, id, version + 1, await openGrant(keys, id, record))
      if (await store.compareAndSwap(id, version, successor)) return keyId
    }
  }
}

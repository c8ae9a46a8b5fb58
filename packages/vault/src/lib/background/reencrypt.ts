import type { KeyUsage } from '../keys/key-usage.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'
import type { VaultContext } from '../vault-context.ts'
import { VaultError, type VaultErrorCode } from '../vault-error.ts'
import { forEachConcurrently } from './for-each-concurrently.ts'

type ReencryptContext = Pick<VaultContext, 'store' | 'keys' | 'emit' | 'watch'> & {
  /** Where it is noted that a former key was used. */
  readonly keyUsage: Pick<KeyUsage, 'note'>
  readonly ims: Pick<VaultContext['ims'], 'clientId'>
}

const pageSize = 128
/** Sealing runs in other threads, and the store answers meanwhile. */
const concurrency = 16

/** Says how to seal all grants anew. */
export interface ReencryptOptions {
  /** Ends it between two records; its reason is what the call rejects with. What is done stays done. */
  readonly signal?: AbortSignal | undefined
  /** Called with the progress after each page of records. */
  readonly onProgress?: ((progress: ReencryptProgress) => void) | undefined
}

/** The progress of sealing anew. */
export interface ReencryptProgress {
  /** How many grants are sealed anew. */
  readonly reencrypted: number
  /** How many could not be opened. */
  readonly unreadable: number
}

/** The result of sealing anew. */
export interface ReencryptResult {
  /** How many grants were sealed anew. */
  readonly reencrypted: number
  /** The grants that could not be opened, which stay as they are. */
  readonly unreadable: readonly UnreadableGrant[]
}

/** A grant whose record cannot be opened. */
export interface UnreadableGrant {
  /** The id of the grant. */
  readonly grantId: string
  /** Why. */
  readonly code: VaultErrorCode
}

/**
 * Seals every grant of the client with the current key that is sealed with another one. Everything
 * else goes on meanwhile. After an interruption, the next call continues with what is left.
 */
export async function reencryptGrants(
  { ims: { clientId }, store, keys, emit, watch, keyUsage }: ReencryptContext,
  { signal, onProgress }: ReencryptOptions = {},
): Promise<ReencryptResult> {
  const unreadable: UnreadableGrant[] = []
  let reencrypted = 0
  const { keyId: currentKeyId } = await keys.current()
  for (const { keyId } of await store.countByKey(clientId)) {
    if (keyId === currentKeyId) continue
    // So that the key stays in listKeys(), where it is retirable then.
    await keyUsage.note(keyId, watch.now())
    await reencryptAll(keyId)
  }
  return { reencrypted, unreadable }

  async function reencryptAll(keyId: string): Promise<void> {
    let after: string | undefined
    do {
      const { ids, next } = await store.scan({ clientId, keyId }, { after, limit: pageSize })
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

  /** Returns the former key; `undefined` when another process has sealed or removed the grant meanwhile. */
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

import { hash } from 'node:crypto'
import type { VaultContext } from '../vault-context.ts'

/** A key, and what still needs it. */
export interface VaultKeyState {
  /** Its name. */
  readonly keyId: string
  /** Whether new records and cookies are sealed with it, in this process. */
  readonly isCurrent: boolean
  /** How many grant records of this client id are sealed with it. */
  readonly records: number
  /**
   * Until when a text outside of the store, such as a session's cookie, may need it, in epoch
   * milliseconds; `undefined` when no process has noted such a use.
   */
  readonly usedUntil: number | undefined
  /**
   * Whether it can be removed: it was used, is not the current key, and nothing needs it any more.
   */
  readonly isRetirable: boolean
}

/** Tracks which keys are needed. */
export interface KeyUsage {
  /** Notes, for all processes, that a text sealed with a key may be opened until then. */
  readonly note: (keyId: string, until: number) => Promise<void>
  /** Returns the keys that the key provider has, and those that are or were in use. */
  readonly list: () => Promise<readonly VaultKeyState[]>
}

/** So many names of keys are listed at most. */
const mostKeys = 1_000

export function createKeyUsage({ ims, store, keys, watch }: VaultContext): KeyUsage {
  // Uses stand beside the grants in the store, under a name that no client id has.
  const clientId = `keys of ${ims.clientId}`
  const noted = new Map<string, number>()

  return {
    async note(keyId, until) {
      if ((noted.get(keyId) ?? 0) >= until) return
      await write(keyId, until)
      noted.set(keyId, until)
    },

    async list() {
      const [current, counts, uses] = await Promise.all([
        keys.current(),
        store.countByKey(ims.clientId),
        readUses(),
      ])
      const records = new Map(counts.map((usage) => [usage.keyId, usage.records]))
      const known = keys.keyIds?.() ?? []
      const keyIds = new Set([current.keyId, ...known, ...records.keys(), ...uses.keys()])
      return [...keyIds].map((keyId) =>
        toState(keyId, keyId === current.keyId, records.get(keyId) ?? 0, uses.get(keyId)),
      )
    },
  }

  function toState(
    keyId: string,
    isCurrent: boolean,
    records: number,
    usedUntil: number | undefined,
  ): VaultKeyState {
    // A key without any noted use may be the next one, which is not in use yet.
    const isOver = usedUntil !== undefined && usedUntil < watch.now()
    const isRetirable = !isCurrent && records === 0 && isOver
    return Object.freeze({ keyId, isCurrent, records, usedUntil, isRetirable })
  }

  async function write(keyId: string, until: number): Promise<void> {
    const id = hash('sha256', JSON.stringify([clientId, keyId]), 'base64url')
    for (;;) {
      const record = await store.read(id)
      if ((record?.dueAt ?? 0) >= until) return
      const version = record?.version ?? 0
      const successor = {
        version: version + 1,
        clientId,
        subjectHash: undefined,
        keyId,
        dueAt: until,
        isRevocationPending: false,
        sealed: '',
      }
      if (await store.compareAndSwap(id, version, successor)) return
    }
  }

  async function readUses(): Promise<ReadonlyMap<string, number>> {
    const filter = { clientId, dueBefore: Number.MAX_SAFE_INTEGER }
    const { ids } = await store.scan(filter, { limit: mostKeys })
    const records = await Promise.all(ids.map((id) => store.read(id)))
    return new Map(
      records.flatMap((record) => (record ? [[record.keyId, record.dueAt ?? 0] as const] : [])),
    )
  }
}

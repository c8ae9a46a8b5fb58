import { createMemoryGrantStore, type GrantRecord, type GrantStore } from '@mudbrick/vault'

/** A store on a disk that says that it has written before it has. */
export interface ForgetfulStore extends GrantStore {
  /** Brings to the disk what was written so far. */
  readonly flush: () => void
  /** Loses every write since the last flush, as when the power fails; gives the ids, once for each. */
  readonly losePower: () => Promise<readonly string[]>
}

export function createForgetfulStore(): ForgetfulStore {
  const store = createMemoryGrantStore()
  let unflushed: { readonly id: string; readonly before: GrantRecord | undefined }[] = []

  return {
    ...store,
    async compareAndSwap(id, version, record) {
      const before = await store.read(id)
      const isDone = await store.compareAndSwap(id, version, record)
      if (isDone) unflushed.push({ id, before })
      return isDone
    },
    flush() {
      unflushed = []
    },
    async losePower() {
      const lost = unflushed.toReversed()
      unflushed = []
      for (const { id, before } of lost) {
        const { version = 0 } = (await store.read(id)) ?? {}
        await store.compareAndSwap(id, version, before)
      }
      return lost.map(({ id }) => id)
    },
  }
}

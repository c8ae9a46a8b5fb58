import { createGrantCache } from './grant-cache.ts'
import type { GrantContent } from './grant-content.ts'
import type { GrantRecord, GrantStore } from './grant-store.ts'
import type { KeyProvider } from './key-provider.ts'
import { openGrant, sealGrant } from './sealed-record.ts'
import type { Trace } from './tracing.ts'
import type { Moment, Watch } from './vault-clock.ts'
import { VaultError } from './vault-error.ts'
import type { EmitGrantEvent } from './vault-event.ts'

/** A version of a grant, as this process knows it. */
export interface HeldGrant {
  readonly version: number
  readonly content: GrantContent
}

/** What a reader works with. */
export interface GrantReaderOptions {
  readonly store: GrantStore
  readonly keys: KeyProvider
  readonly watch: Watch
  readonly emit: EmitGrantEvent
  readonly trace: Trace
  /** How long what the store said is taken for granted. */
  readonly freshForMs: number
  /** How many grants are remembered. */
  readonly cacheLimit: number
}

/** Reads and writes grants, and remembers them, opened. */
export interface GrantReader {
  /** Gives the grant if the store was asked about it lately. */
  readonly peek: (id: string) => HeldGrant | undefined
  /** Gives the grant as it was lately: every change that is older than `freshForMs` is seen. */
  readonly load: (id: string) => Promise<HeldGrant | undefined>
  /** Gives the grant as it is now. */
  readonly reload: (id: string) => Promise<HeldGrant | undefined>
  /**
   * Writes the successor of a version; `undefined` when there is another one by now. A rejection
   * leaves open whether it was written.
   */
  readonly write: (
    id: string,
    version: number,
    content: GrantContent,
  ) => Promise<HeldGrant | undefined>
}

/**
 * @throws {@link VaultError} whenever the store or the keys fail, a record cannot be opened, or is
 *   older than what was seen before; every function of it does.
 */
export function createGrantReader({
  store,
  keys,
  watch,
  emit,
  trace,
  freshForMs,
  cacheLimit,
}: GrantReaderOptions): GrantReader {
  const cache = createGrantCache<Entry>(cacheLimit)
  const loading = new Map<string, Loading>()
  const reported = createGrantCache<number>(1_000)
  // In which order this process asked and came to know: clocks are too coarse for that.
  let order = 0

  return {
    peek: findFresh,

    async load(id) {
      const fresh = findFresh(id)
      if (fresh) return fresh
      const present = loading.get(id)
      // Whoever joins one that began long ago would see what was true long ago.
      if (present?.result && watch.since(present.askedAt) < freshForMs) return present.result
      const own: Loading = { askedAt: watch.moment(), result: read(id) }
      loading.set(id, own)
      try {
        return await own.result
      } finally {
        if (loading.get(id) === own) loading.delete(id)
        // Tables that the map has outgrown live on until a full garbage collection: without the grant.
        own.result = undefined
      }
    },

    reload: read,

    async write(id, version, content) {
      const record = await sealGrant(keys, id, version + 1, content)
      const askedAt = watch.moment()
      const isWritten = await store.compareAndSwap(id, version, record)
      return isWritten ? note(id, record, content, askedAt) : undefined
    },
  }

  function findFresh(id: string): HeldGrant | undefined {
    const entry = cache.get(id)
    return entry && watch.since(entry.checkedAt) < freshForMs ? entry : undefined
  }

  function read(id: string): Promise<HeldGrant | undefined> {
    return cache.get(id) ? readAgain(id) : trace('vault.read', id, () => readAgain(id))
  }

  async function readAgain(id: string): Promise<HeldGrant | undefined> {
    const askedAt = watch.moment()
    const turn = (order += 1)
    const record = await store.read(id)
    const entry = cache.get(id)
    // What was written after the store had been asked is newer than its answer.
    const newer = entry && entry.knownSince > turn ? entry : undefined
    if (!record) {
      if (!newer) cache.delete(id)
      return newer
    }
    if (!entry || record.version > entry.version) {
      return note(id, record, await open(id, record), askedAt)
    }
    if (record.version === entry.version && record.sealed.endsWith(entry.tag)) {
      if (askedAt.elapsed > entry.checkedAt.elapsed) entry.checkedAt = askedAt
      return entry
    }
    if (newer) return newer
    throw report(id, record.version, new VaultError('rolled_back', { grantId: id }))
  }

  async function open(id: string, record: GrantRecord): Promise<GrantContent> {
    try {
      return await openGrant(keys, id, record)
    } catch (error) {
      throw error instanceof VaultError ? report(id, record.version, error) : error
    }
  }

  function note(
    id: string,
    { version, sealed }: GrantRecord,
    content: GrantContent,
    checkedAt: Moment,
  ): HeldGrant {
    const present = cache.get(id)
    if (present && present.version > version) return present
    const entry = {
      version,
      content,
      tag: copyTag(sealed),
      checkedAt,
      knownSince: (order += 1),
    }
    cache.set(id, entry)
    return entry
  }

  /** Once for each version: who asks again and again is told, who listens is not. */
  function report(id: string, version: number, error: VaultError): VaultError {
    const isPassing = error.code === 'keys_unavailable'
    if (!isPassing && reported.get(id) !== version) {
      reported.set(id, version)
      emit(id, { type: 'unreadable', code: error.code })
    }
    return error
  }
}

interface Entry extends HeldGrant {
  /** The end of the sealed text, which no other text of this version has. */
  readonly tag: string
  /** At which turn this process came to know it. */
  readonly knownSince: number
  /** When the store was last asked whether it is still so. */
  checkedAt: Moment
}

interface Loading {
  readonly askedAt: Moment
  result: Promise<HeldGrant | undefined> | undefined
}

/** A slice alone would keep the whole text in memory. */
function copyTag(sealed: string): string {
  return Buffer.from(sealed.slice(-tagLength), 'latin1').toString('latin1')
}

/** 16 bytes in base64url. */
const tagLength = 22

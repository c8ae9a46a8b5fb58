import { LRUCache } from 'lru-cache'
import type { GrantContent } from './grant-content.ts'
import type { GrantRecord } from './grant-store.ts'
import { openGrant, sealGrant } from './sealed-record.ts'
import type { VaultContext } from './vault-context.ts'
import type { Moment } from './vault-clock.ts'
import { VaultError } from './vault-error.ts'

/** A version of a grant, as this process knows it. */
export interface HeldGrant {
  readonly version: number
  readonly content: GrantContent
}

/** How a reader caches. */
export interface GrantReaderOptions {
  /** How long an answer of the store is used without asking again. */
  readonly freshForMs: number
  /** How many grants are cached at most. */
  readonly cacheLimit: number
}

/** Reads and writes grants, and caches them, decrypted. */
export interface GrantReader {
  /** Returns the grant if the store was asked about it within `freshForMs`. */
  readonly peek: (id: string) => HeldGrant | undefined
  /** Returns the grant as it was at most `freshForMs` ago. */
  readonly load: (id: string) => Promise<HeldGrant | undefined>
  /** Returns the grant as it is now. */
  readonly reload: (id: string) => Promise<HeldGrant | undefined>
  /**
   * Writes the successor of a version; `undefined` when there is another one by now. After a
   * rejection it is open whether it was written.
   */
  readonly write: (
    id: string,
    version: number,
    content: GrantContent,
  ) => Promise<HeldGrant | undefined>
}

/**
 * Creates a reader. Each of its functions rejects with a {@link VaultError} when the store or the
 * keys fail, a record cannot be opened, or was issued to another client.
 */
export function createGrantReader(
  { ims, store, keys, watch, emit, trace }: VaultContext,
  { freshForMs, cacheLimit }: GrantReaderOptions,
): GrantReader {
  const cache = new LRUCache<string, Entry>({ max: cacheLimit })
  const loading = new Map<string, Loading>()
  const reported = new LRUCache<string, number>({ max: 1_000 })
  // The order in which this process asked and learned: clocks are too coarse for that.
  let order = 0

  return {
    peek: findFresh,

    async load(id) {
      const fresh = findFresh(id)
      if (fresh) return fresh
      const present = loading.get(id)
      // A caller that joined a read of long ago would see what was true long ago.
      if (present?.result && watch.since(present.askedAt) < freshForMs) return present.result
      const own: Loading = { askedAt: watch.moment(), result: read(id) }
      loading.set(id, own)
      try {
        return await own.result
      } finally {
        if (loading.get(id) === own) loading.delete(id)
        // A map keeps its outgrown tables until a full garbage collection: without the grant in them.
        own.result = undefined
      }
    },

    reload: read,
    write,
  }

  function findFresh(id: string): HeldGrant | undefined {
    const entry = cache.get(id)
    return entry && watch.since(entry.checkedAt) < freshForMs ? entry : undefined
  }

  function read(id: string): Promise<HeldGrant | undefined> {
    return cache.has(id) ? readRecord(id) : trace('vault.read', id, () => readRecord(id))
  }

  async function readRecord(id: string): Promise<HeldGrant | undefined> {
    for (;;) {
      const question = { askedAt: watch.moment(), turn: (order += 1) }
      const record = await store.read(id)
      if (!record) return noteRemoval(id, question)
      if (record.clientId !== ims.clientId) throw new VaultError('other_client', { grantId: id })
      const known = cache.get(id)
      if (known && isSame(record, known)) return noteUnchanged(known, question)
      if (known && isNewer(known, record, question)) return known
      const content = await open(id, record)
      const held = await noteOrRestore(id, record, content, question)
      if (held) return held
    }
  }

  /** Returns nothing when the record was changed meanwhile, so that it has to be read again. */
  async function noteOrRestore(
    id: string,
    record: GrantRecord,
    content: GrantContent,
    question: Question,
  ): Promise<HeldGrant | undefined> {
    const known = cache.get(id)
    if (known && isNewer(known, record, question)) return known
    if (!known || !isSetBack(content, known.content)) return note(id, record, content, question)
    // The tokens that this process knows are the only ones that IMS accepts.
    const restored = await write(id, record.version, known.content)
    if (restored) emit(id, { type: 'rolled-back', subject: known.content.subject })
    return restored
  }

  async function write(
    id: string,
    version: number,
    content: GrantContent,
  ): Promise<HeldGrant | undefined> {
    const successor = Math.max(version, cache.get(id)?.version ?? 0) + 1
    const record = await sealGrant(keys, id, successor, content)
    const question = { askedAt: watch.moment(), turn: (order += 1) }
    const isWritten = await store.compareAndSwap(id, version, record)
    return isWritten ? note(id, record, content, question) : undefined
  }

  async function open(id: string, record: GrantRecord): Promise<GrantContent> {
    try {
      return await openGrant(keys, id, record)
    } catch (error) {
      throw error instanceof VaultError ? report(id, record.version, error) : error
    }
  }

  function noteRemoval(id: string, { turn }: Question): HeldGrant | undefined {
    const known = cache.get(id)
    // It was written after the store had been asked.
    if (known && known.knownSince > turn) return known
    cache.delete(id)
    return undefined
  }

  function noteUnchanged(known: Entry, { askedAt }: Question): HeldGrant {
    if (askedAt.elapsed > known.checkedAt.elapsed) known.checkedAt = askedAt
    return known
  }

  function note(
    id: string,
    record: GrantRecord,
    content: GrantContent,
    question: Question,
  ): HeldGrant {
    const known = cache.get(id)
    if (known && isNewer(known, record, question)) return known
    const entry = {
      version: record.version,
      content,
      tag: copyTag(record.sealed),
      checkedAt: question.askedAt,
      knownSince: (order += 1),
    }
    cache.set(id, entry)
    return entry
  }

  /** Emits each version once, however often it is read. */
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
  /** The turn at which this process learned it. */
  readonly knownSince: number
  /** When the store last confirmed it. */
  checkedAt: Moment
}

/** When the store was asked. */
interface Question {
  readonly askedAt: Moment
  readonly turn: number
}

interface Loading {
  readonly askedAt: Moment
  result: Promise<HeldGrant | undefined> | undefined
}

function isSame({ version, sealed }: GrantRecord, known: Entry): boolean {
  return version === known.version && sealed.endsWith(known.tag)
}

/** Tells whether this process has learned a later version after the store was asked. */
function isNewer(known: Entry, { version }: GrantRecord, { turn }: Question): boolean {
  return known.knownSince > turn && known.version > version
}

/**
 * Tells whether a store was set back underneath, by a restored backup or a failover: it then has
 * older tokens than this process knows, or no longer has a revocation.
 */
function isSetBack(stored: GrantContent, known: GrantContent): boolean {
  if (stored.state.status === 'revoked') return false
  return known.state.status === 'revoked' || stored.generation < known.generation
}

/** A slice alone would keep the whole text in memory. */
function copyTag(sealed: string): string {
  return Buffer.from(sealed.slice(-tagLength), 'latin1').toString('latin1')
}

/** 16 bytes in base64url. */
const tagLength = 22

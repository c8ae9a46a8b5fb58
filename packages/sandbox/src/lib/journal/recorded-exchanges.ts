import type { Exchange, RecordedExchange } from './exchange.ts'
import { outlineExchange, shapeExchange } from './exchange.ts'

/** The newest exchanges, bounded in number and in memory. */
export interface RecordedExchanges {
  /** The index of the newest exchange; 0 before the first. */
  readonly newest: number
  /** The index of the oldest exchange that is held. */
  readonly oldest: number
  /** How many are no longer held, because newer ones took their place. */
  readonly dropped: number
  add(recorded: RecordedExchange): void
  get(index: number): RecordedExchange | undefined
  /** Those from an index on, oldest first. */
  from(index: number): Generator<RecordedExchange>
  /** The exchange as it may be seen. Only some are kept so, since it takes as much memory again. */
  shape(recorded: RecordedExchange): Exchange
  clear(): void
}

export function createRecordedExchanges(capacity: number): RecordedExchanges {
  // A ring: the exchange with index n lies at n % capacity.
  let ring: (RecordedExchange | undefined)[] = []
  let newest = 0
  let oldest = 1
  let dropped = 0
  let bytes = 0
  let shapedBytes = 0
  let shaped: RecordedExchange[] = []
  // Those before it have no bodies that could make room.
  let firstWithBodies = 1

  const get = (index: number): RecordedExchange | undefined =>
    index < oldest || index > newest ? undefined : ring[index % capacity]
  const dropOldest = (): void => {
    const recorded = get(oldest)
    if (recorded !== undefined) bytes -= sizeOf(recorded)
    ring[oldest % capacity] = undefined
    oldest += 1
    dropped += 1
  }
  const isTooMuch = (): boolean => bytes > maxBytes && oldest < newest
  /** What AEM and Commerce answered makes room first: an older exchange without it says more than none. */
  const makeRoom = (): void => {
    firstWithBodies = Math.max(firstWithBodies, oldest)
    while (isTooMuch() && firstWithBodies < newest) {
      const recorded = get(firstWithBodies)
      firstWithBodies += 1
      if (recorded !== undefined && recorded.service !== 'ims') bytes -= releaseBodies(recorded)
    }
    while (isTooMuch()) dropOldest()
  }
  return {
    get newest() {
      return newest
    },
    get oldest() {
      return oldest
    },
    get dropped() {
      return dropped
    },
    get,
    add: (recorded) => {
      if (newest - oldest + 1 >= capacity) dropOldest()
      newest += 1
      ring[newest % capacity] = recorded
      bytes += sizeOf(recorded)
      makeRoom()
    },
    from: function* (index) {
      for (let at = Math.max(index, oldest); at <= newest; at += 1) {
        const recorded = get(at)
        if (recorded !== undefined) yield recorded
      }
    },
    shape: (recorded) => {
      if (recorded.shaped !== undefined) return recorded.shaped
      if (shapedBytes > maxShapedBytes) {
        for (const earlier of shaped) earlier.shaped = undefined
        shaped = []
        shapedBytes = 0
      }
      shaped.push(recorded)
      shapedBytes += sizeOf(recorded)
      recorded.shaped = shapeExchange(recorded)
      return recorded.shaped
    },
    clear: () => {
      ring = []
      shaped = []
      oldest = newest + 1
      dropped = 0
      bytes = 0
      shapedBytes = 0
    },
  }
}

/** With what is made of them for readers, 10,000 exchanges stay below 64 MB, however long their bodies are. */
const maxBytes = 40 * 1024 * 1024
const maxShapedBytes = 6 * 1024 * 1024

/** What an exchange takes beside its texts. */
const overheadBytes = 1024

/** Returns how many bytes that makes free. Client and user are read from bodies too, and are read before. */
function releaseBodies(recorded: RecordedExchange): number {
  const before = sizeOf(recorded)
  outlineExchange(recorded)
  recorded.isWithoutBodies ||=
    recorded.requestBody !== undefined || recorded.responseText !== undefined
  recorded.requestBody = undefined
  recorded.responseText = undefined
  recorded.shaped = undefined
  return before - sizeOf(recorded)
}

/** About how much memory an exchange takes. Headers are mostly texts that many exchanges share. */
function sizeOf({ url, requestBody, responseText }: RecordedExchange): number {
  return overheadBytes + url.length + (requestBody?.byteLength ?? 0) + (responseText?.length ?? 0)
}

/** Entries in order, none of them twice. */
export interface SortedList<Entry> {
  readonly add: (entry: Entry) => void
  readonly remove: (entry: Entry) => void
  /** Returns at most `limit` of the entries after this one. */
  readonly after: (entry: Entry, limit: number) => readonly Entry[]
  readonly isEmpty: () => boolean
}

/** Creates an empty list; the comparison is one as `Array.prototype.sort` takes it. */
export function createSortedList<Entry>(
  compare: (one: Entry, other: Entry) => number,
): SortedList<Entry> {
  const entries: Entry[] = []

  return {
    add(entry) {
      const place = countUpTo(entry)
      if (!has(entry, place)) entries.splice(place, 0, entry)
    },
    remove(entry) {
      const place = countUpTo(entry)
      if (has(entry, place)) entries.splice(place - 1, 1)
    },
    after(entry, limit) {
      const place = countUpTo(entry)
      return entries.slice(place, place + limit)
    },
    isEmpty: () => entries.length === 0,
  }

  /** Counts the entries that are not after this one. */
  function countUpTo(entry: Entry): number {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const candidate = entries[middle]
      if (candidate !== undefined && compare(candidate, entry) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function has(entry: Entry, place: number): boolean {
    const last = entries[place - 1]
    return last !== undefined && compare(last, entry) === 0
  }
}

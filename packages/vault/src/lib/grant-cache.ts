/**
 * Remembers what was used lately: of two generations the younger takes what is new or used again,
 * and when it is full it becomes the older, whose rest is forgotten. So a hit costs one look-up.
 */
export interface GrantCache<Value> {
  readonly get: (id: string) => Value | undefined
  readonly set: (id: string, value: Value) => void
  readonly delete: (id: string) => void
}

/** @param limit How much is remembered at most. */
export function createGrantCache<Value>(limit: number): GrantCache<Value> {
  let younger = new Map<string, Value>()
  let older = new Map<string, Value>()

  return {
    get(id) {
      const value = younger.get(id)
      if (value !== undefined) return value
      const again = older.get(id)
      if (again !== undefined) remember(id, again)
      return again
    },
    set: remember,
    delete(id) {
      younger.delete(id)
      older.delete(id)
    },
  }

  function remember(id: string, value: Value): void {
    if (younger.size >= limit / 2 && !younger.has(id)) {
      older = younger
      younger = new Map()
    }
    younger.set(id, value)
  }
}

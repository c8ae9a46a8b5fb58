/** A map that forgets what was not used for longest. */
export interface RecentMap<Value> {
  readonly get: (key: string) => Value | undefined
  readonly set: (key: string, value: Value) => void
}

/** Creates a map that holds no more than so many values. */
export function createRecentMap<Value>(limit: number): RecentMap<Value> {
  // A map gives its keys in the order in which they were set.
  const values = new Map<string, Value>()

  return {
    get(key) {
      const value = values.get(key)
      if (value === undefined) return undefined
      values.delete(key)
      values.set(key, value)
      return value
    },
    set(key, value) {
      values.set(key, value)
      if (values.size <= limit) return
      const [oldest] = values.keys()
      if (oldest !== undefined) values.delete(oldest)
    },
  }
}

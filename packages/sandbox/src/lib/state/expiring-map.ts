import type { Clock } from '../effects.ts'

/** An entry as a snapshot holds it. */
export type SavedEntry<Value> = readonly [key: string, value: Value, expiresAt: number]

/** A map that forgets: each entry after its time, the oldest ones when it grows past its bound. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>()
  readonly #clock: Clock
  readonly #maxEntries: number

  constructor(clock: Clock, saved: readonly SavedEntry<Value>[] = [], maxEntries = 100_000) {
    this.#clock = clock
    this.#maxEntries = maxEntries
    for (const [key, value, expiresAt] of saved) this.#entries.set(key, { value, expiresAt })
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (entry.expiresAt > this.#clock.now()) return entry.value
    this.#entries.delete(key)
    return undefined
  }

  set(key: string, value: Value, expiresAt: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, expiresAt })
    this.#makeRoom()
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  /** What has not expired, oldest first. */
  values(): readonly Value[] {
    const now = this.#clock.now()
    return [...this.#entries.values()]
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ value }) => value)
  }

  /** Every entry, for a snapshot. */
  save(): readonly SavedEntry<Value>[] {
    return [...this.#entries].map(([key, { value, expiresAt }]) => [key, value, expiresAt])
  }

  #makeRoom(): void {
    const now = this.#clock.now()
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt > now && this.#entries.size <= this.#maxEntries) return
      this.#entries.delete(key)
    }
  }
}

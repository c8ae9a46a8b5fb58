import type { Clock } from '../effects.ts'

/** A map that forgets: each entry after its time, the oldest ones when it grows past its bound. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>()
  readonly #clock: Clock
  readonly #maxEntries: number

  constructor(clock: Clock, maxEntries = 100_000) {
    this.#clock = clock
    this.#maxEntries = maxEntries
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

  #makeRoom(): void {
    const now = this.#clock.now()
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt > now && this.#entries.size <= this.#maxEntries) return
      this.#entries.delete(key)
    }
  }
}

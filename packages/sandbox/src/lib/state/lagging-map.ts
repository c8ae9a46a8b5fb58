import type { StateServices } from './state-change.ts'

/**
 * A map whose readers may see a change only after a while, as those of AEM's repository do: `get()` and `values()`
 * are what is there, `seen` is what a reader finds.
 */
export class LaggingMap<Value> {
  readonly #services: Pick<StateServices, 'behavior' | 'clock'>
  readonly #current: Map<string, Value>
  /** What was there before changes that are not seen yet, and when they are. */
  readonly #former = new Map<
    string,
    { readonly value: Value | undefined; readonly until: number }
  >()

  constructor(
    entries: Iterable<readonly [string, Value]>,
    services: Pick<StateServices, 'behavior' | 'clock'>,
  ) {
    this.#current = new Map(entries)
    this.#services = services
  }

  get(key: string): Value | undefined {
    return this.#current.get(key)
  }

  keys(): readonly string[] {
    return [...this.#current.keys()]
  }

  values(): readonly Value[] {
    return [...this.#current.values()]
  }

  set(key: string, value: Value): void {
    this.#keepFormer(key)
    this.#current.set(key, value)
  }

  delete(key: string): void {
    this.#keepFormer(key)
    this.#current.delete(key)
  }

  /** What a reader finds. */
  readonly seen = {
    get: (key: string): Value | undefined => {
      const former = this.#unsettled(key)
      return former === undefined ? this.#current.get(key) : former.value
    },
    values: (): readonly Value[] => {
      if (this.#former.size === 0) return this.values()
      const keys = new Set([...this.#current.keys(), ...this.#former.keys()])
      return [...keys].map((key) => this.seen.get(key)).filter((value) => value !== undefined)
    },
  }

  /** Several changes within the delay are seen together, when the first of them is. */
  #keepFormer(key: string): void {
    const { behavior, clock } = this.#services
    const delayMs = behavior.readAfterWriteDelayMs
    if (delayMs === 0 || this.#unsettled(key) !== undefined) return
    this.#former.set(key, { value: this.#current.get(key), until: clock.now() + delayMs })
  }

  #unsettled(key: string): { readonly value: Value | undefined } | undefined {
    const former = this.#former.get(key)
    if (former === undefined || former.until > this.#services.clock.now()) return former
    this.#former.delete(key)
    return undefined
  }
}

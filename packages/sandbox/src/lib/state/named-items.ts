import type { StateChange, StateChanges } from './state-change.ts'

/** What the state has many of, each under its name; of each change the listeners are told. */
export class NamedItems<Item> {
  readonly #items: Map<string, Item>
  readonly #nameOf: (item: Item) => string
  readonly #tell: (action: 'put' | 'removed', item: Item) => void

  constructor(
    items: readonly Item[],
    nameOf: (item: Item) => string,
    changes: StateChanges,
    describe: (action: 'put' | 'removed', item: Item) => StateChange,
  ) {
    this.#items = new Map(items.map((item) => [nameOf(item), item]))
    this.#nameOf = nameOf
    this.#tell = (action, item) => changes.tell(() => [describe(action, item)])
  }

  all(): readonly Item[] {
    return [...this.#items.values()]
  }

  names(): readonly string[] {
    return [...this.#items.keys()]
  }

  get(name: string | undefined): Item | undefined {
    return this.#items.get(name ?? '')
  }

  /** Adds one, in the place of one with the same name. */
  put(item: Item): void {
    this.#items.set(this.#nameOf(item), item)
    this.#tell('put', item)
  }

  /** Whether there was one to remove. */
  remove(name: string): boolean {
    const item = this.#items.get(name)
    if (item === undefined) return false
    this.#items.delete(name)
    this.#tell('removed', item)
    return true
  }
}

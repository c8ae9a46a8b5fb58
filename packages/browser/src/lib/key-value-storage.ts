/** Keeps text under keys, as `sessionStorage` and `localStorage` do. */
export interface KeyValueStorage {
  /** Gives the text under a key, or null. */
  readonly getItem: (key: string) => string | null
  /** Keeps a text under a key. */
  readonly setItem: (key: string, text: string) => void
  /** Forgets the text under a key. */
  readonly removeItem: (key: string) => void
}

import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import type { Warn } from './session-warning.ts'

/** Keeps text under keys, as `sessionStorage` and `localStorage` do. */
export interface KeyValueStorage {
  /** Gives the text under a key, or null. */
  readonly getItem: (key: string) => string | null
  /** Keeps a text under a key. */
  readonly setItem: (key: string, text: string) => void
  /** Forgets the text under a key. */
  readonly removeItem: (key: string) => void
}

/** A storage that never throws. */
export interface StorageWithFallback extends KeyValueStorage {
  /** Tells whether the text under a key would survive this page. */
  readonly keeps: (key: string) => boolean
}

/**
 * Makes of a storage one that never throws: what it refuses is kept in memory, with one warning.
 * Blocked site data, private windows and a full quota make a browser's storage throw, some of them
 * as soon as it is looked at, which is why it is opened anew each time.
 */
export function createStorageWithFallback(
  open: () => KeyValueStorage,
  warn: Warn,
): StorageWithFallback {
  const memory = new Map<string, string>()
  let hasWarned = false

  return {
    keeps: (key) => !memory.has(key),
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem(key, text) {
      memory.set(key, text)
      attempt((storage) => {
        storage.setItem(key, text)
        memory.delete(key)
      })
      // An older text left behind would come back with the next page.
      if (memory.has(key)) attempt((storage) => storage.removeItem(key))
    },
    removeItem(key) {
      memory.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
  }

  function attempt<Result>(use: (storage: KeyValueStorage) => Result): Result | undefined {
    try {
      return use(open())
    } catch (cause) {
      if (!hasWarned) warn({ code: 'storage_unavailable', message, cause })
      hasWarned = true
      return undefined
    }
  }
}

const message = explain(
  'storage_unavailable',
  explains &&
    'The browser refuses storage to this page, so the session lives in memory and ends when the page is left, even for a sign-in: allow site data for this address.',
)

/** Creates a storage that lasts as long as the page. */
export function createMemoryStorage(): KeyValueStorage {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      texts.set(key, text)
    },
    removeItem: (key) => {
      texts.delete(key)
    },
  }
}

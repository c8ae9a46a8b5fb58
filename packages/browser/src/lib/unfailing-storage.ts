import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import type { KeyValueStorage } from './key-value-storage.ts'
import type { Warn } from './session-warning.ts'

/** A storage that never throws. */
export interface UnfailingStorage extends KeyValueStorage {
  /** Tells whether the text under a key would survive this page. */
  readonly keeps: (key: string) => boolean
}

/**
 * Makes of a storage one that never throws: what it refuses is kept in memory, and said once.
 * Blocked site data, private windows and a full quota make a browser's storage throw, some of them
 * as soon as it is looked at, which is why it is opened anew each time.
 */
export function createUnfailingStorage(open: () => KeyValueStorage, warn: Warn): UnfailingStorage {
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

import {
  type AuthorizationTransaction,
  parseTransaction,
  serializeTransaction,
} from '@mudbrick/oauth'
import type { StorageWithFallback } from './storage.ts'

// Sign-ins that were begun and abandoned would pile up otherwise.
const maxPending = 10

/** A sign-in that has left for Adobe IMS. */
export interface PendingSignIn {
  readonly transaction: AuthorizationTransaction
  /** Where the user goes afterwards. */
  readonly returnTo: string
  /** Whether its answer comes to a window of its own. */
  readonly isPopup: boolean
}

/** The sign-ins that have left and not come back; tabs that share a storage keep theirs apart. */
export interface PendingSignIns {
  readonly isEmpty: () => boolean
  /** Tells whether the sign-ins that leave survive this page. */
  readonly areKept: () => boolean
  readonly find: (state: string | null) => PendingSignIn | undefined
  /** Returns the sign-in that has left last. */
  readonly findLast: () => PendingSignIn | undefined
  readonly add: (pending: PendingSignIn) => void
  /** Removes the sign-in of this state and returns it, so that a state is good for one attempt. */
  readonly take: (state: string | null | undefined) => PendingSignIn | undefined
  readonly clear: () => void
}

export function createPendingSignIns(key: string, storage: StorageWithFallback): PendingSignIns {
  const read = (): readonly PendingSignIn[] => parsePendingSignIns(storage.getItem(key))
  const write = (all: readonly PendingSignIn[]): void => storage.setItem(key, serialize(all))

  return {
    areKept: () => storage.keeps(key),
    isEmpty: () => read().length === 0,
    find: (state) => read().find(({ transaction }) => transaction.state === state),
    findLast: () => read().at(-1),
    add: (pending) => write([...read(), pending].slice(-maxPending)),
    take(state) {
      const all = read()
      const found = all.find(({ transaction }) => transaction.state === state)
      if (found) write(all.filter((pending) => pending !== found))
      return found
    },
    clear: () => storage.removeItem(key),
  }
}

function serialize(all: readonly PendingSignIn[]): string {
  return JSON.stringify(
    all.map(({ transaction, returnTo, isPopup }) => [
      serializeTransaction(transaction),
      returnTo,
      isPopup,
    ]),
  )
}

function parsePendingSignIns(text: string | null): readonly PendingSignIn[] {
  try {
    const entries: readonly [string, string, boolean?][] = JSON.parse(text ?? '[]')
    return entries.map(([transaction, returnTo, isPopup = false]) => ({
      transaction: parseTransaction(transaction),
      returnTo,
      isPopup,
    }))
  } catch {
    // Not what this version has written, and so nothing that it could finish.
    return []
  }
}

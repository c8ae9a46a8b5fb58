import type { SessionSnapshot } from './session-snapshot.ts'

/** The current snapshot, and the listeners for the next. */
export interface SnapshotStore {
  readonly getSnapshot: () => SessionSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Replaces the snapshot, unless the new one says the same. */
  readonly publish: (snapshot: SessionSnapshot) => void
}

export function createSnapshotStore(initial: SessionSnapshot): SnapshotStore {
  let current = Object.freeze(initial)
  let subscriptions: readonly (() => void)[] = []

  return {
    getSnapshot: () => current,
    subscribe(listener) {
      // A function of its own: who subscribes twice has two subscriptions.
      const subscription = (): void => listener()
      subscriptions = [...subscriptions, subscription]
      return () => {
        subscriptions = subscriptions.filter((other) => other !== subscription)
      }
    },
    publish(snapshot) {
      if (JSON.stringify(snapshot) === JSON.stringify(current)) return
      current = Object.freeze(snapshot)
      for (const subscription of subscriptions) notify(subscription)
    },
  }
}

/** A listener's mistake belongs on the console, not into the sign-in that it was told of. */
function notify(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

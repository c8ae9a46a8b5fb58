import type { PostgresPool } from './postgres-pool.ts'

/** Is called with the error of each connection that a pool lost while it was idle. */
type LossListener = (error: Error) => void

/** One entry per store that listens: two stores may have the same listener. */
interface Subscription {
  readonly listener: LossListener
}

const subscriptionsOf = new WeakMap<PostgresPool, Set<Subscription>>()

/**
 * Calls the listener for each connection that the pool loses while it is idle, until the returned
 * function is called. A listener that several stores of one pool share is called once per loss.
 *
 * A pool without any listener would end the process at the first loss, so each has one of ours,
 * which stays as long as the pool.
 */
export function listenForLostConnections(
  pool: PostgresPool,
  listener: LossListener | undefined,
): () => void {
  const subscriptions = subscriptionsOf.get(pool) ?? listenTo(pool)
  if (!listener) return () => {}
  const subscription = { listener }
  subscriptions.add(subscription)
  return () => subscriptions.delete(subscription)
}

function listenTo(pool: PostgresPool): Set<Subscription> {
  const subscriptions = new Set<Subscription>()
  subscriptionsOf.set(pool, subscriptions)
  pool.on('error', (error) => {
    hideClient(error)
    const listeners = new Set([...subscriptions].map(({ listener }) => listener))
    for (const listener of listeners) listener(error)
  })
  return subscriptions
}

/** The pool attaches the whole client, which a log would print with user, host and settings. */
function hideClient(error: Error): void {
  if ('client' in error) Object.defineProperty(error, 'client', { enumerable: false })
}

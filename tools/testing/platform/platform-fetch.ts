const key = Symbol.for('@mudbrick/testing/platform-fetch')
const shared: typeof globalThis & { [key]?: typeof globalThis.fetch } = globalThis

/**
 * The platform's `fetch`, for the few tests that need a connection; `no-network.ts` takes it from
 * all others. `vi.resetModules()` makes this file run again after that, in the same process: the
 * first one is kept.
 */
export const platformFetch = (shared[key] ??= globalThis.fetch)

interface Dispatcher {
  readonly destroy: () => Promise<void>
}

/** Node's `fetch` keeps its connections here (undici, `lib/global.js`). */
const dispatcherKey = Symbol.for('undici.globalDispatcher.1')
const dispatching: typeof globalThis & { [dispatcherKey]?: Dispatcher } = globalThis

/**
 * Closes the connections that `platformFetch` keeps open. Their timers would otherwise be set on the
 * fake ones of the next test file in this process, which then counts a timer too many.
 */
export async function closeConnections(): Promise<void> {
  const dispatcher = dispatching[dispatcherKey]
  if (dispatcher === undefined) return
  const { constructor: Agent } = dispatcher as unknown as { constructor: new () => Dispatcher }
  dispatching[dispatcherKey] = new Agent()
  await dispatcher.destroy()
}

const key = Symbol.for('@mudbrick/testing/platform-fetch')
const shared: typeof globalThis & { [key]?: typeof globalThis.fetch } = globalThis

/**
 * The platform's `fetch`, for the few tests that need a connection; `no-network.ts` takes it from
 * all others. `vi.resetModules()` makes this file run again after that, in the same process: the
 * first one is kept.
 */
export const platformFetch = (shared[key] ??= globalThis.fetch)

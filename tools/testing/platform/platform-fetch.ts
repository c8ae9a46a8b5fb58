/** The platform's `fetch`, for the few tests that need a connection; `no-network.ts` takes it from all others. */
export const platformFetch = globalThis.fetch

export { createLmdbGrantStore, type LmdbGrantStoreOptions } from './lib/stores/lmdb-grant-store.ts'

export { createSqliteGrantStore } from './lib/stores/sqlite-grant-store.ts'
export type { SqliteGrantStoreOptions } from './lib/stores/sqlite-options.ts'

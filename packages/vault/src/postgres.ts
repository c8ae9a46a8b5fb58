export {
  createPostgresGrantStore,
  type PostgresGrantStore,
} from './lib/stores/postgres-grant-store.ts'
export type { PostgresGrantStoreOptions } from './lib/stores/postgres-options.ts'
export type {
  PostgresPool,
  PostgresQuery,
  PostgresResult,
  PostgresRow,
} from './lib/stores/postgres-pool.ts'

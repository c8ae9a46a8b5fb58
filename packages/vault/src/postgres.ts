export {
  createPostgresGrantStore,
  type PostgresGrantStore,
  type PostgresGrantStoreOptions,
  type PostgresPool,
  type PostgresQuery,
  type PostgresResult,
  type PostgresRow,
} from './lib/stores/postgres-grant-store.ts'

export {
  grantStoreConformance,
  type GrantStoreCheck,
  type OpenGrantStore,
} from './lib/stores/grant-store-conformance.ts'

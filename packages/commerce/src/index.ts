export {
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
  type Clock,
  type Fetch,
} from '@mudbrick/http'
export {
  createCommerceClient,
  type CommerceClient,
  type CreateCommerceClientOptions,
} from './lib/commerce-client.ts'
export { CommerceError, isTokenRejected } from './lib/commerce-error.ts'
export type { CommerceFailure } from './lib/commerce-failure.ts'
export type { CommerceProblem } from './lib/commerce-problem.ts'
export type { MediaGalleryEntry, Product, TierPrice } from './lib/product.ts'
export {
  iterateProducts,
  listProducts,
  readProduct,
  type ListProductsOptions,
  type ProductPage,
  type ReadProductOptions,
} from './lib/products.ts'
export {
  createSearchCriteria,
  type ListFilter,
  type PresenceFilter,
  type SearchCriteria,
  type SearchCriteriaBuilder,
  type SearchFilter,
  type SearchSortOrder,
  type SearchValue,
  type ValueFilter,
} from './lib/search-criteria.ts'
export {
  listStoreConfigurations,
  listStoreGroups,
  listStoreViews,
  listWebsites,
  type ListStoreConfigurationsOptions,
  type ListStoresOptions,
  type StoreAddresses,
  type StoreConfiguration,
  type StoreGroup,
  type StoreView,
  type Website,
} from './lib/stores.ts'

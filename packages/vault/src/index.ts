export {
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  SignInRequiredError,
  TimeoutError,
  TokenResponseError,
  TransactionError,
  UnexpectedResponseError,
  type Clock,
  type ImsClient,
  type ImsGrant,
  type SignInRequiredErrorCode,
  type TokenFailure,
  type UserProfile,
} from '@mudbrick/ims'
export { createAuditTrail, type AuditTrailOptions } from './lib/audit-trail.ts'
export type {
  ReencryptOptions,
  ReencryptProgress,
  ReencryptResult,
  UnreadableGrant,
} from './lib/background/reencrypt.ts'
export type { SchedulerOptions } from './lib/background/scheduler.ts'
export type { CreateVaultOptions } from './lib/create-vault-options.ts'
export { createVault } from './lib/create-vault.ts'
export { createDevelopmentKeyring } from './lib/keys/development-keyring.ts'
export {
  createEnvironmentKeyring,
  type CreateEnvironmentKeyringOptions,
} from './lib/keys/environment-keyring.ts'
export type {
  GrantCriterion,
  GrantFilter,
  GrantRecord,
  GrantScan,
  GrantStore,
  KeyUsage,
  Lease,
  ScanOptions,
} from './lib/grant-store.ts'
export { createFileKeyring, type CreateFileKeyringOptions } from './lib/keys/file-keyring.ts'
export type { KeyProvider, VaultKey } from './lib/keys/key-provider.ts'
export type { VaultKeyState } from './lib/keys/key-usage.ts'
export { createKeyring, type KeyringEntry } from './lib/keys/keyring.ts'
export {
  createMemoryGrantStore,
  type MemoryGrantStoreOptions,
} from './lib/stores/memory-grant-store.ts'
export type { VaultSpan, VaultTracer } from './lib/tracing.ts'
export {
  createUnwrappingKeyring,
  type CreateUnwrappingKeyringOptions,
} from './lib/keys/unwrapping-keyring.ts'
export { VaultError, type VaultErrorCode, type VaultErrorOptions } from './lib/vault-error.ts'
export type {
  GrantCreated,
  GrantDiscarded,
  GrantOccurrence,
  GrantReencrypted,
  GrantRefreshed,
  GrantRevoked,
  GrantRolledBack,
  GrantUnreadable,
  LeaseWaited,
  Misconfigured,
  RefreshFailed,
  RevocationAbandoned,
  RevocationFailed,
  RevocationSettled,
  SignInRequired,
  VaultEvent,
  WorkFailed,
} from './lib/vault-event.ts'
export type { VaultFailure } from './lib/vault-failure.ts'
export type { VaultGrant } from './lib/vault-grant.ts'
export type {
  AddedGrant,
  AddGrantOptions,
  ListGrantsOptions,
  ObtainedGrant,
  RevokeGrantOptions,
  Vault,
  VaultGrantList,
  VaultHealth,
  VaultRefreshOptions,
  VaultTokenRequest,
} from './lib/vault.ts'

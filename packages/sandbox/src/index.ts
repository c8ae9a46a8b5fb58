export type { Behavior, BehaviorPreset } from './lib/behavior.ts'
export type {
  BrowserSessionsControl,
  ConsentsControl,
  CredentialsControl,
  Facades,
  OrganizationsControl,
  StartedBrowserSession,
  TokenGrant,
  TokensControl,
  UserChange,
  UsersControl,
} from './lib/control/facades.ts'
export type {
  Fault,
  FaultCondition,
  FaultHandle,
  Faults,
  ListedFault,
} from './lib/control/faults.ts'
export type { Exchange, ExchangeFilter, Journal, WaitForOptions } from './lib/control/journal.ts'
export { fingerprint } from './lib/control/mask.ts'
export { DroppedConnectionError } from './lib/control/meet-fault.ts'
export type { SandboxClock, Span } from './lib/control/sandbox-clock.ts'
export type { Clock } from './lib/effects.ts'
export type { SandboxOrigins } from './lib/origins.ts'
export { SandboxError, type SandboxErrorCode } from './lib/sandbox-error.ts'
export {
  createSandbox,
  type AemConfigurationFiles,
  type BehaviorRows,
  type Sandbox,
  type SandboxOptions,
  type SeedAdditions,
} from './lib/sandbox.ts'
export type {
  SeedCredential,
  SeedOrganization,
  SeedServiceCredential,
  SeedUser,
  SeedUserCredential,
} from './lib/seed.ts'

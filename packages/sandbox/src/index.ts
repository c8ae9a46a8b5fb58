export type { AemConfigurationFiles } from './lib/aem/aem-configuration.ts'
export type { Behavior, BehaviorPreset, BehaviorRows } from './lib/behavior.ts'
export type { RunChange, SandboxEvent, SandboxEvents } from './lib/control/events.ts'
export type {
  BrowserSessionsControl,
  ConsentsControl,
  CredentialsControl,
  Facades,
  ListedToken,
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
export type { Hint, HintCode } from './lib/control/hints.ts'
export type {
  Exchange,
  ExchangeFilter,
  Journal,
  JournalService,
  WaitForOptions,
} from './lib/control/journal.ts'
export { fingerprint } from './lib/control/mask.ts'
export { DroppedConnectionError } from './lib/control/meet-fault.ts'
export type { SandboxClock, Span } from './lib/control/sandbox-clock.ts'
export type { Clock } from './lib/effects.ts'
export type { SandboxOrigins } from './lib/origins.ts'
export { SandboxError, type SandboxErrorCode } from './lib/sandbox-error.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './lib/sandbox.ts'
export type {
  RepositoryRight,
  Seed,
  SeedAdditions,
  SeedCredential,
  SeedOrganization,
  SeedServiceCredential,
  SeedTechnicalAccount,
  SeedUser,
  SeedUserCredential,
} from './lib/seed.ts'
export type { SandboxSnapshot } from './lib/snapshot.ts'
export type { BrowserSession } from './lib/state/browser-session.ts'
export type { Consent } from './lib/state/consent.ts'
export type { StateChange, TokenKind } from './lib/state/state-change.ts'

export type { AemConfigurationFiles } from './lib/aem/aem-configuration.ts'
export {
  type Behavior,
  type BehaviorPreset,
  type BehaviorRows,
  type BehaviorSwitch,
  behaviorSwitches,
} from './lib/behavior/behavior.ts'
export type { AemProjects } from './lib/deploy/aem-project.ts'
export type { AemProject, AemProjectOptions } from './lib/deploy/project.ts'
export type { Deploy } from './lib/deploy/deploys.ts'
export type { EnvironmentType } from './lib/aem/client-allow-list.ts'
export type { OsgiVariables } from './lib/aem/osgi-placeholders.ts'
export type { RunChange, SandboxEvent, SandboxEvents } from './lib/control/events.ts'
export type {
  BrowserSessionsControl,
  CollectionControl,
  ConsentsControl,
  ConsentGrant,
  ConsentName,
  SandboxResources,
  ListedToken,
  StartedBrowserSession,
  TokenGrant,
  TokensControl,
} from './lib/control/resources.ts'
export type { Fault, FaultCondition, ListedFault } from './lib/faults/fault.ts'
export { throttleAem, type ThrottlingOptions } from './lib/faults/throttling.ts'
export type { FaultHandle, Faults } from './lib/faults/faults.ts'
export type { Hint, HintCode } from './lib/journal/hints.ts'
export type { ExchangeFilter, Journal, WaitForOptions } from './lib/journal/journal.ts'
export type { Exchange, JournalService } from './lib/journal/exchange.ts'
export { fingerprint } from './lib/journal/redact.ts'
export { DroppedConnectionError } from './lib/faults/apply-fault.ts'
export type { SandboxClock, Span } from './lib/control/clock.ts'
export type { Clock } from './lib/effects.ts'
export type { SandboxOrigins } from './lib/origins.ts'
export { SandboxError, type SandboxErrorCode } from './lib/sandbox-error.ts'
export type {
  CheckKind,
  CheckStep,
  CheckVerdict,
  DecodedClaim,
  DecodedToken,
  ExplainedCheck,
  ExplainedField,
  ExplainedPart,
  Explanation,
  FieldPlace,
  RevealedSecret,
  RevealedSecrets,
  Sentence,
  Source,
} from './lib/flows/explanation.ts'
export type {
  ConcludedMessage,
  Flow,
  FlowFilter,
  FlowKind,
  FlowList,
  FlowMessage,
  FlowOutcome,
  FlowParticipant,
  FlowProblem,
  FlowService,
  FlowSummary,
  FlowUser,
  MessageBase,
  SeenMessage,
} from './lib/flows/flow.ts'
export type { Flows } from './lib/flows/sandbox-flows.ts'
export type {
  CertificateTrust,
  RunDescription,
  Serving,
  SystemTrustCommand,
} from './lib/control/run.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './lib/sandbox.ts'
export type {
  RepositoryRight,
  Seed,
  SeedAdditions,
  SeedAem,
  SeedCredential,
  SeedOrganization,
  SeedServiceCredential,
  SeedTechnicalAccount,
  SeedUser,
  SeedUserCredential,
  UserChange,
} from './lib/seed/seed.ts'
export type { CatalogApi } from './lib/projects/api-catalog.ts'
export type { DisabledReason, DisabledReasonCode, ListedApi } from './lib/projects/availability.ts'
export type { NewCredential } from './lib/projects/new-credential.ts'
export type { ProjectFile } from './lib/projects/project-file.ts'
export type {
  AddedApi,
  ApiViewerNames,
  ImportedProject,
  ProjectChange,
  ProjectImport,
  RemovedApi,
  ReviewRequest,
} from './lib/projects/project-requests.ts'
export type { ProjectsControl } from './lib/projects/projects.ts'
export type { RedirectUriQuestion, RedirectUriVerdict } from './lib/projects/redirect-uri-check.ts'
export type { SecretUse } from './lib/state/secret-use.ts'
export type { Project, ProjectApi, ProjectReview } from './lib/state/project.ts'
export type { SandboxSnapshot } from './lib/control/snapshot-format.ts'
export type { BrowserSession } from './lib/state/browser-session.ts'
export type { Consent } from './lib/state/consent.ts'
export type { StateChange, TokenKind } from './lib/state/state-change.ts'

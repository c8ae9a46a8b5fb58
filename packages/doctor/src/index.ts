export {
  parseAemProject,
  selectCorsPolicies,
  type AemProject,
  type DeployedFile,
  type Environment,
} from './lib/aem-project.ts'
export { explainFinding, type Explanation } from './lib/catalogue.ts'
export {
  parseClientAllowList,
  type ClientAllowList,
  type ClientAllowListReading,
} from './lib/client-allow-list.ts'
export {
  parseCorsPolicies,
  type CorsPolicies,
  type CorsPolicy,
  type CorsPolicyKey,
} from './lib/cors-policy.ts'
export { diagnose } from './lib/diagnose.ts'
export { DoctorError, type DoctorErrorCode } from './lib/doctor-error.ts'
export type {
  ApiCall,
  ConfigurationFile,
  CredentialRegistration,
  EnvironmentType,
  Facts,
  Tier,
  Variables,
} from './lib/facts.ts'
export type { Change, Finding, FindingCode, Pipeline, Severity } from './lib/finding.ts'
export type { Pattern } from './lib/pattern.ts'
export type { Position } from './lib/position.ts'
export type { Probe, ProbeOutcome } from './lib/probe.ts'
export type { CertificateFile, ProgramFacts } from './lib/program-facts.ts'
export type { RedirectUriSource, SourceFact, SourcePlace } from './lib/source-fact.ts'

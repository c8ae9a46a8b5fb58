export type { Behavior } from './lib/behavior.ts'
export type { Fault, Faults } from './lib/control/faults.ts'
export { DroppedConnectionError } from './lib/control/meet-fault.ts'
export type { SandboxClock, Span } from './lib/control/sandbox-clock.ts'
export type { Clock } from './lib/effects.ts'
export type { SandboxOrigins } from './lib/origins.ts'
export { SandboxError, type SandboxErrorCode } from './lib/sandbox-error.ts'
export {
  createSandbox,
  type AemConfigurationFiles,
  type Sandbox,
  type SandboxOptions,
} from './lib/sandbox.ts'

export type { Clock } from './lib/effects.ts'
export type { SandboxOrigins } from './lib/origins.ts'
export { SandboxError, type SandboxErrorCode } from './lib/sandbox-error.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './lib/sandbox.ts'

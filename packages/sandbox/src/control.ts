export {
  connectToSandbox,
  type ConnectToSandboxOptions,
  type Remote,
  type RemoteResources,
  type SandboxConnection,
} from './lib/control/connect-to-sandbox.ts'
export type { KeptSnapshot, SnapshotsControl } from './lib/control/snapshots.ts'
export { throttleAem, type ThrottlingOptions } from './lib/faults/throttling.ts'

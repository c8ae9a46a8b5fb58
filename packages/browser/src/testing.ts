export {
  createFakeSession,
  type CreateFakeSessionOptions,
  type FakeSession,
} from './lib/testing/fake-session.ts'
export type { FakeSessionCall } from './lib/testing/fake-session-call.ts'
export { fakeProfile, type FakeSessionState } from './lib/testing/fake-session-state.ts'
export type { PopupStandIn, PopupStandInOptions } from './lib/popup-stand-ins.ts'

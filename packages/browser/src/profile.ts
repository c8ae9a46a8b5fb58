export { loadProfile } from './lib/load-profile.ts'
export type { Session } from './lib/session.ts'

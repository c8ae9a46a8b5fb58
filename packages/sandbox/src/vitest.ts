export { it, type SandboxFixtures } from './lib/fixtures/sandbox-test.ts'
export type { SignedInUser, SignInGrant } from './lib/fixtures/signed-in-user.ts'

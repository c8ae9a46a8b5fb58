export {
  it,
  type SandboxFixtures,
  type SignedInUser,
  type SignInGrant,
} from './lib/fixtures/sandbox-test.ts'

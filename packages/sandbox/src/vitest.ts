export { it, type SandboxFixtures } from './lib/fixtures/sandbox-test.ts'

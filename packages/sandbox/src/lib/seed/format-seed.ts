import type { Sandbox } from '../sandbox.ts'
import { parseSeedAdditions } from './schema.ts'

/**
 * All users, organizations, credentials and configuration files of a sandbox as a seed, in JSON: a sandbox that starts
 * with it gives it back byte for byte. It has passwords and secrets in it.
 */
export function formatSeed(
  sandbox: Pick<Sandbox, 'users' | 'organizations' | 'credentials' | 'snapshot'>,
): string {
  const { corsPolicies, clientAllowList } = sandbox.snapshot().aemConfiguration
  const seed = {
    users: sandbox.users.list(),
    organizations: sandbox.organizations.list(),
    credentials: sandbox.credentials.list(),
    aem: { corsPolicies, clientAllowList },
  }
  // The schema puts the members in its own order, wherever they came from.
  return JSON.stringify(parseSeedAdditions(seed, 'export'), undefined, 2)
}

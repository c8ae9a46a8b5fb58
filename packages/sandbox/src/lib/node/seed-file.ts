import { readFile } from 'node:fs/promises'

import { SandboxError } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { isConsoleFile, readConsoleFile } from '../seed/console-file.ts'
import { parseSeedAdditions } from '../seed/schema.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'
import { describeReadFailure } from './read-failure.ts'

/** What a file does not say by itself. */
export interface ReadSeedFileOptions {
  /** The scopes of the credentials with which users sign in, for a file of Adobe's Developer Console. */
  readonly scopes?: readonly string[]
  /** Called with what such a file does not carry, a sentence each. */
  readonly onNotice?: (notice: string) => void
}

/**
 * Reads a seed for `createSandbox({ seed })`: JSON or YAML, or a project as Adobe's Developer Console downloads it
 * (`console.json`, `workspace.json`).
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming the file and what is wrong in it.
 */
export async function readSeedFile(
  path: string,
  { scopes, onNotice = () => {} }: ReadSeedFileOptions = {},
): Promise<SeedAdditions> {
  const value = parseConfigurationFile(path, await readText(path))
  if (value === null) {
    throw new SandboxError(
      'invalid_configuration',
      `The seed file ${path} is empty: write users, organizations, credentials or aem into it, or leave it out.`,
    )
  }
  if (!isConsoleFile(value)) return parseSeedAdditions(value, path)
  const { seed, notices } = readConsoleFile(value, path, scopes)
  notices.forEach(onNotice)
  return parseSeedAdditions(seed, path)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new SandboxError(
      'invalid_configuration',
      `The seed file ${path} ${describeReadFailure(cause)}: name a JSON or YAML file that you can read.`,
      { cause },
    )
  }
}

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

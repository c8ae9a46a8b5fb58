import { readFile } from 'node:fs/promises'

import { invalidConfiguration } from '../sandbox-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { isConsoleFile, readConsoleFile, type ScopeQuestion } from '../seed/console-file.ts'
import { parseSeedAdditions } from '../seed/schema.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'
import { findUnknownOrganizations } from '../seed/unknown-organizations.ts'
import { createShapeError, showProblem, type Problem } from '../wire/schema.ts'
import { describeReadFailure } from './read-failure.ts'
import { readSeedFiles } from './seed-files.ts'

/** What a file of Adobe's Developer Console does not say. */
export interface ReadSeedFileOptions {
  /** The scopes of the credentials with which users sign in, for a file of Adobe's Developer Console. */
  readonly scopes?: readonly string[]
  /** Called with what such a file does not carry, a sentence each. */
  readonly onNotice?: (notice: string) => void
  /** Asks the user for the scopes of such a file when `scopes` is missing; returns none to refuse the file. */
  readonly askForScopes?: (download: ScopeQuestion) => Promise<readonly string[] | undefined>
}

/**
 * Reads a seed for `createSandbox({ seed })`: JSON or YAML, or a project as Adobe's Developer Console downloads it
 * (`console.json`, `workspace.json`).
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming the file, and line and member of what is wrong in it.
 */
export async function readSeedFile(
  path: string,
  options: ReadSeedFileOptions = {},
): Promise<SeedAdditions> {
  const { value, lineOf } = parseConfigurationFile(path, await readText(path))
  if (value === null) {
    throw invalidConfiguration(
      `The seed file ${path} is empty: write users, organizations, credentials or aem into it, or leave it out.`,
    )
  }
  const show = (problem: Problem): string => showProblem(problem, lineOf(problem.keys))
  if (!isConsoleFile(value)) {
    if (options.scopes !== undefined) {
      options.onNotice?.(
        `The scopes given beside ${path} are not used: each credential of a seed names its own.`,
      )
    }
    const seed = parseSeedAdditions(value, path, show)
    const unknown = findUnknownOrganizations(seed, readSeedFiles())
    if (unknown.length > 0) throw createShapeError(`The seed ${path}`, unknown, show)
    return seed
  }
  const file = readConsoleFile(value, path, show)
  const { scopes = await options.askForScopes?.(file.question) } = options
  const { seed, notices, pathInFile } = file.convert(scopes)
  for (const notice of notices) options.onNotice?.(notice)
  return parseSeedAdditions(seed, path, (problem) =>
    showProblem(problem, lineOf(pathInFile(problem.keys))),
  )
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw invalidConfiguration(
      `The seed file ${path} ${describeReadFailure(cause)}: name a JSON or YAML file that you can read.`,
      cause,
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

import { readFile } from 'node:fs/promises'

import { SandboxError } from '../sandbox-error.ts'
import { isConsoleFile, readConsoleFile } from '../seed/console-file.ts'
import { parseSeedAdditions } from '../seed/schema.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'

/** What a file of Adobe's Developer Console does not say. */
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
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause'
    const problem = problems.get(code) ?? `cannot be read (${code})`
    throw new SandboxError(
      'invalid_configuration',
      `The seed file ${path} ${problem}: name a JSON or YAML file that you can read.`,
      { cause },
    )
  }
}

const problems: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be read by you'],
])

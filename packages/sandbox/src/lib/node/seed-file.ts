import { readFile } from 'node:fs/promises'

import { SandboxError } from '../sandbox-error.ts'
import { parseSeedAdditions } from '../seed/schema.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'

/**
 * Reads a seed of somebody's own, JSON or YAML, for `createSandbox({ seed })`.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming the file and what is wrong in it.
 */
export async function readSeedFile(path: string): Promise<SeedAdditions> {
  const value = parseConfigurationFile(path, await readText(path))
  return parseSeedAdditions(value, path)
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

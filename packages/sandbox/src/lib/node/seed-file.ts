import { readFile } from 'node:fs/promises'

import { SandboxError } from '../sandbox-error.ts'
import {
  convertConsoleFile,
  isConsoleFile,
  listScopeQuestion,
  parseConsoleFile,
  type ScopeQuestion,
} from '../seed/console-file.ts'
import { parseSeedAdditions } from '../seed/schema.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'
import { showProblem, type Problem } from '../wire/schema.ts'

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
    throw new SandboxError(
      'invalid_configuration',
      `The seed file ${path} is empty: write users, organizations, credentials or aem into it, or leave it out.`,
    )
  }
  const show = (problem: Problem): string => showProblem(problem, lineOf(problem.keys))
  if (!isConsoleFile(value)) return parseSeedAdditions(value, path, show)
  const file = parseConsoleFile(value, path, show)
  const { scopes = await options.askForScopes?.(listScopeQuestion(file)) } = options
  const { seed, notices, pathInFile } = convertConsoleFile(file, path, scopes)
  for (const notice of notices) options.onNotice?.(notice)
  return parseSeedAdditions(seed, path, (problem) =>
    showProblem(problem, lineOf(pathInFile(problem.keys))),
  )
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

import { parseClientAllowList, type EnvironmentType } from '../aem/client-allow-list.ts'
import { parseCorsPolicy } from '../aem/cors-policy.ts'
import type { OsgiVariables } from '../aem/osgi-placeholders.ts'
import { SandboxError } from '../sandbox-error.ts'
import { isObject } from '../wire/json-body.ts'
import { parseConfigurationFile } from '../wire/positioned-yaml.ts'
import { appliesToAuthor, fileNameOf, findRole, type ProjectFile } from './project-file.ts'

/** For which environment a project is read. */
export interface ProjectTarget {
  readonly environment: EnvironmentType
  /** The variables and secrets of the environment, by name. */
  readonly variables: OsgiVariables
}

/** What one pipeline finds in a project. */
export interface PipelineReading {
  /** The texts that are to be in force, by path. */
  readonly files: ReadonlyMap<string, string>
  /** Why it refuses to deploy, a sentence each. */
  readonly problems: readonly string[]
  /** What is passed over, a sentence each. */
  readonly notices: readonly string[]
}

/** The CORS policies of a project at the author tier, as the full-stack pipeline brings them. */
export function readCorsPolicies(
  project: readonly ProjectFile[],
  { environment, variables }: ProjectTarget,
): PipelineReading {
  const notices: string[] = []
  const chosen = new Map<string, Candidate>()
  const problems: string[] = []
  for (const { path, text } of project) {
    const role = findRole({ path, text })
    if (role?.kind === 'misplaced' && isPolicy(path))
      notices.push(`${path} is not read: ${role.advice}.`)
    if (role?.kind !== 'cors-policy') continue
    if (!appliesToAuthor(role.runModes, environment)) continue
    const candidate = { path, text, weight: role.runModes.length }
    const other = chosen.get(fileNameOf(path))
    if (other !== undefined && other.weight === candidate.weight) {
      problems.push(
        `${path} and ${other.path} configure the same policy, and neither goes before the other: rename one.`,
      )
    }
    if (other === undefined || other.weight < candidate.weight) {
      chosen.set(fileNameOf(path), candidate)
    }
  }
  const files = new Map<string, string>()
  for (const { path, text } of [...chosen.values()].toSorted(byPath)) {
    files.set(path, text)
    const found = attempt(problems, () => parseCorsPolicy(path, text, variables))
    notices.push(...(found?.notices ?? []))
  }
  return { files, problems, notices }
}

/** The client allow-list of a project, as the config pipeline brings it. */
export function readClientAllowList(
  project: readonly ProjectFile[],
  { environment }: ProjectTarget,
): PipelineReading {
  const notices: string[] = []
  const problems: string[] = []
  const files = new Map<string, string>()
  for (const { path, text } of project) {
    const role = findRole({ path, text })
    if (role?.kind === 'misplaced' && !isPolicy(path))
      notices.push(`${path} is not read: ${role.advice}.`)
    if (role?.kind !== 'environment-configuration') continue
    const value = attempt(problems, () => parseConfigurationFile(path, text))?.value
    // Other kinds configure the CDN, log forwarding and more.
    if (!isObject(value) || value['kind'] !== 'API' || !isForEnvironment(value, environment))
      continue
    attempt(problems, () => parseClientAllowList(text, environment, path))
    files.set(path, text)
  }
  if (files.size > 1) {
    problems.push(
      `${[...files.keys()].join(' and ')} are both of kind API and for ${environment}: keep one for each type of environment.`,
    )
  }
  return { files, problems, notices }
}

interface Candidate extends ProjectFile {
  /** Of two folders, the one with more matching run modes counts. */
  readonly weight: number
}

function byPath(left: ProjectFile, right: ProjectFile): number {
  return left.path < right.path ? -1 : 1
}

function isPolicy(path: string): boolean {
  return fileNameOf(path).includes('CORSPolicyImpl')
}

function isForEnvironment(
  file: Readonly<Record<string, unknown>>,
  environment: EnvironmentType,
): boolean {
  const metadata = file['metadata']
  const types = isObject(metadata) ? metadata['envTypes'] : undefined
  return !Array.isArray(types) || types.includes(environment)
}

/** The result; where there is none, the problems have one more sentence. */
function attempt<Value>(problems: string[], read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    problems.push(error.message)
    return undefined
  }
}

import type { ConfigurationFile, EnvironmentType, Tier } from './facts.ts'
import { locateProjectFile, type ProjectFile } from './project-file.ts'
import { findMisplaced, findNameless, findSamePids } from './project-findings.ts'
import type { Finding, Pipeline } from './finding.ts'

/** The files of an AEM project that AEM's configuration is made of, and where they apply. */
export interface AemProject {
  /** The CORS policies in run-mode folders. */
  readonly corsPolicies: readonly DeployedFile[]
  /** The files of the config pipeline that are of the kind `API`. */
  readonly clientAllowLists: readonly DeployedFile[]
  /** Files that lie in the wrong place, and policies that collide. */
  readonly findings: readonly Finding[]
}

/** A file in its place, and where it applies. */
export interface DeployedFile extends ConfigurationFile {
  readonly pipeline: Pipeline
  /** The PID of an OSGi configuration: the file's name without `.cfg.json`. */
  readonly pid?: string
  /** What must be true of an environment; none means every one. */
  readonly runModes: readonly string[]
}

/** A kind of environment and one of its tiers. */
export interface Environment {
  readonly environmentType: EnvironmentType
  /** `author` by default. */
  readonly tier?: Tier
}

/**
 * Sorts the files of an AEM project by what they configure. `file` is the path from the project's
 * folder, with slashes; other files than those of CORS policies and of the config pipeline are ignored.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/deploying/configuring-osgi
 */
export function parseAemProject(files: readonly ConfigurationFile[]): AemProject {
  const located = files.flatMap((file) => locateProjectFile(file) ?? [])
  const policies = located.filter((file) => file.kind === 'cors_policy' && file.isInPlace)
  const lists = located.filter((file) => file.kind === 'allow_list' && file.isInPlace)
  return {
    corsPolicies: policies.map(toDeployedFile),
    clientAllowLists: lists.map(toDeployedFile),
    findings: [...findMisplaced(located), ...findSamePids(policies), ...findNameless(policies)],
  }
}

/**
 * Picks the policies that apply to one environment. Of each PID, the file whose folder names most
 * run modes replaces the others as a whole; the preview tier has the run mode `publish`.
 */
export function selectCorsPolicies(
  { corsPolicies }: AemProject,
  { environmentType, tier = 'author' }: Environment,
): readonly DeployedFile[] {
  const modes: readonly string[] = [tier === 'preview' ? 'publish' : tier, environmentType]
  const applicable = corsPolicies
    .filter(({ runModes }) => runModes.every((mode) => modes.includes(mode)))
    .toSorted((one, other) => other.runModes.length - one.runModes.length)
  const chosen = new Map<string | undefined, DeployedFile>()
  for (const file of applicable) if (!chosen.has(file.pid)) chosen.set(file.pid, file)
  return corsPolicies.filter((file) => chosen.get(file.pid) === file)
}

function toDeployedFile({ file, text, pid, runModes, pipeline }: ProjectFile): DeployedFile {
  return { file, text, pipeline, ...(pid !== undefined && { pid }), runModes }
}

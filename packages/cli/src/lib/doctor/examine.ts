import {
  type EnvironmentType,
  type Explanation,
  type Finding,
  type Probe,
  diagnose,
  explainFinding,
} from '@mudbrick/doctor'

import type { FoundFiles } from './project/find-files.ts'
import { type Project, readProject } from './project/read-project.ts'

/** A finding with what a reader wants to know of its code. */
export type ExplainedFinding = Finding & Explanation

/** What the doctor found in a project, and what it could not look at. */
export interface Examination {
  readonly project: Project
  readonly findings: readonly ExplainedFinding[]
  readonly lookedAt: readonly string[]
  readonly notLookedAt: readonly string[]
}

/** How to examine. */
export interface ExamineOptions {
  /** For which type of environment an AEM project is read; `dev` by default. */
  readonly environmentType?: EnvironmentType | undefined
  readonly nowMs: number
}

/** Judges the files of a folder; asks no service. */
export function examine(
  { files, notLookedAt }: FoundFiles,
  folder: string,
  options: ExamineOptions,
): Examination {
  const project = readProject(folder, files, options)
  return {
    project,
    findings: judge(project),
    lookedAt: project.lookedAt,
    notLookedAt: [...notLookedAt, ...project.notLookedAt],
  }
}

/** Judges every application in each of its modes, with what services answered, and says each thing once. */
export function judge(
  project: Project,
  probes: readonly Probe[] = [],
): readonly ExplainedFinding[] {
  const all = [
    ...project.apps.flatMap(({ facts }) => facts.flatMap((each) => diagnose(each))),
    ...diagnose(project.aem),
    ...diagnose({ probes }),
  ]
  const seen = new Set<string>()
  const ranks = { error: 0, warning: 1, advice: 2 }
  return all
    .map((finding) => renameFile(finding, project.paths))
    .filter(({ code, file, line, sentence }) => {
      const id = JSON.stringify([code, file, line, sentence])
      return !seen.has(id) && seen.add(id)
    })
    .toSorted((one, other) => ranks[one.severity] - ranks[other.severity])
    .map((finding) => ({ ...withoutHardChange(finding), ...explainFinding(finding.code) }))
}

/** Values in source and in YAML, and lists that a policy does not have yet, are for a person to change. */
function withoutHardChange(finding: Finding): Finding {
  const { file = '', line } = finding
  if (line !== undefined && /(?:^|\/)\.env[\w.-]*$|\.cfg\.json$/.test(file)) return finding
  const { change: _, ...others } = finding
  return others
}

function renameFile(finding: Finding, paths: ReadonlyMap<string, string>): Finding {
  const file = finding.file === undefined ? undefined : paths.get(finding.file)
  return file === undefined ? finding : { ...finding, file }
}

import { findClosest } from './closest.ts'
import type { Finding } from './finding.ts'
import { clientAllowListFile, corsPolicyFile } from './place.ts'
import { runModes, type ProjectFile } from './project-file.ts'

/** Files that no pipeline deploys, because of where they lie or what they are called. */
export function findMisplaced(files: readonly ProjectFile[]): readonly Finding[] {
  return files.filter(({ isInPlace }) => !isInPlace).map(describeMisplaced)
}

/** Policies are configurations of a factory, which makes one of each name after the `~`. */
export function findNameless(policies: readonly ProjectFile[]): readonly Finding[] {
  return policies
    .filter(({ pid }) => pid === 'com.adobe.granite.cors.impl.CORSPolicyImpl')
    .map((policy) =>
      createFinding(policy, {
        code: 'cors_policy_without_name',
        sentence: `${policy.file} has no name after CORSPolicyImpl, so that AEM takes it for the settings of a service that does not exist, and makes no policy of it.`,
        fix: `Name it com.adobe.granite.cors.impl.CORSPolicyImpl~<your project>.cfg.json.`,
      }),
    )
}

/** Policies of one PID in folders of equal rank, of which AEM keeps one. */
export function findSamePids(policies: readonly ProjectFile[]): readonly Finding[] {
  return policies.flatMap((policy, index) => {
    const earlier = policies.slice(0, index).find((other) => collides(policy, other))
    if (!earlier) return []
    return [
      createFinding(policy, {
        code: 'cors_policy_same_pid',
        sentence: `${policy.file} and ${earlier.file} have the same PID and the same number of run modes, so AEM keeps only one of them where both apply.`,
        fix: 'Give one another name after the ~, or put it into a folder with more run modes.',
      }),
    ]
  })
}

function collides(one: ProjectFile, other: ProjectFile): boolean {
  return (
    one.pid === other.pid &&
    one.runModes.length === other.runModes.length &&
    canBothApply(one.runModes, other.runModes)
  )
}

/** An environment has one tier and one type. */
function canBothApply(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set([...one, ...other])
  const tiers = ['author', 'publish'].filter((mode) => all.has(mode))
  return tiers.length < 2 && all.size - tiers.length < 2
}

function describeMisplaced(file: ProjectFile): Finding {
  if (file.kind === 'allow_list') {
    return createFinding(file, {
      code: 'allow_list_misplaced',
      sentence: `${file.file} lies outside the folder config at the top of the project, where the config pipeline looks for it.`,
      fix: `Move it to config/${nameOf(file)}, and run the config pipeline; the full-stack pipeline does not deploy it.`,
    })
  }
  const [mode] = file.unknownRunModes
  if (mode !== undefined) {
    const meant = findClosest(mode, runModes)
    return createFinding(file, {
      code: 'cors_policy_unknown_run_mode',
      sentence: `${file.file} lies in a folder with the run mode ${mode}, which AEM does not know, so the policy applies nowhere.`,
      fix: meant ? `Write ${meant}.` : `Write one of ${runModes.join(', ')}; preview uses publish.`,
    })
  }
  if (!file.file.endsWith('.cfg.json')) {
    return createFinding(file, {
      code: 'cors_policy_misplaced',
      sentence: `${file.file} does not end in .cfg.json, so AEM does not read it as an OSGi configuration.`,
      fix: `Name it ${nameOf(file).replace(/(?:\.cfg)?\.json$/, '')}.cfg.json.`,
    })
  }
  return createFinding(file, {
    code: 'cors_policy_misplaced',
    sentence: `${file.file} lies outside the run-mode folders of ui.config, so the full-stack pipeline does not deploy it.`,
    fix: `Move it to ${corsPolicyFile.folder}, or to the folder of another run mode.`,
  })
}

function nameOf({ file }: ProjectFile): string {
  return file.replace(/^.*[/\\]/, '')
}

function createFinding(
  { file, kind }: ProjectFile,
  finding: Pick<Finding, 'code' | 'sentence' | 'fix'>,
): Finding {
  const { folder, pipeline } = kind === 'cors_policy' ? corsPolicyFile : clientAllowListFile
  return {
    ...finding,
    severity: 'error',
    file,
    ...(folder && { folder }),
    ...(pipeline && { pipeline }),
  }
}

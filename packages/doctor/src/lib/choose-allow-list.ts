import { parseClientAllowList, type ClientAllowListReading } from './client-allow-list.ts'
import type { ConfigurationFile, EnvironmentType } from './facts.ts'
import type { Finding } from './finding.ts'
import { clientAllowListFile } from './place.ts'

/** The allow list that applies, and what is wrong with all of them. */
export interface AllowListChoice extends ClientAllowListReading {
  readonly file: string | undefined
}

/**
 * Reads every allow list of a project, and chooses the one for a type of environment; the first one where
 * none is for it, or where the type is not known.
 */
export function chooseAllowList(
  files: readonly ConfigurationFile[],
  environmentType: EnvironmentType | undefined,
): AllowListChoice {
  const readings = files.map((source) => ({ source, ...parseClientAllowList(source) }))
  const applying = readings.find(
    ({ allowList }) =>
      environmentType !== undefined && allowList?.environmentTypes.includes(environmentType),
  )
  const { source, allowList } = applying ?? readings[0] ?? {}
  return {
    file: source?.file,
    ...(allowList && { allowList }),
    findings: [...readings.flatMap(({ findings }) => findings), ...findCompeting(readings)],
  }
}

/** Two lists for one type of environment, of which AEM keeps one. */
function findCompeting(readings: readonly ClientAllowListReading[]): readonly Finding[] {
  const lists = readings.flatMap(({ allowList }) => allowList ?? [])
  return lists.flatMap((list, index) => {
    const shares = (type: EnvironmentType): boolean => list.environmentTypes.includes(type)
    const earlier = lists
      .slice(0, index)
      .find(({ environmentTypes }) => environmentTypes.some(shares))
    if (earlier === undefined) return []
    const types = earlier.environmentTypes.filter(shares)
    const { folder, pipeline } = clientAllowListFile
    return [
      {
        code: 'allow_list_same_environment',
        severity: 'error',
        sentence: `${list.file} and ${earlier.file} are both for environments of type ${types.join(', ')}, so that one of them has no effect there.`,
        fix: 'Keep one for each type of environment: name the types in metadata.envTypes, or put the client ids into one file.',
        file: list.file,
        ...(folder && { folder }),
        ...(pipeline && { pipeline }),
      },
    ]
  })
}

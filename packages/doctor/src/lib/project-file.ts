import type { ConfigurationFile } from './facts.ts'
import type { Pipeline } from './finding.ts'

/** A file of an AEM project that the doctor knows, wherever it lies. */
export interface ProjectFile extends ConfigurationFile {
  readonly kind: 'cors_policy' | 'allow_list'
  readonly pipeline: Pipeline
  readonly isInPlace: boolean
  readonly pid: string | undefined
  readonly runModes: readonly string[]
  /** The run modes of the folder that AEM does not know. */
  readonly unknownRunModes: readonly string[]
}

/** The run modes that a folder may name. */
export const runModes: readonly string[] = ['author', 'publish', 'dev', 'stage', 'prod', 'rde']

/** Finds out what a file configures; nothing for files of other kinds. */
export function locateProjectFile(source: ConfigurationFile): ProjectFile | undefined {
  const path = source.file.replaceAll('\\', '/').replace(/^\.\//, '')
  const name = path.replace(/^.*\//, '')
  // Maven writes copies into a folder of its own.
  if (/(?:^|\/)(?:target|node_modules)\//.test(path)) return undefined
  if (/^com\.adobe\.granite\.cors\.impl\.CORSPolicyImpl.*\.(?:json|xml|config)$/.test(name)) {
    return locatePolicy(source, path, name)
  }
  if (/\.ya?ml$/.test(name) && isAllowList(source.text)) return locateAllowList(source, path)
  return undefined
}

function locatePolicy(source: ConfigurationFile, path: string, name: string): ProjectFile {
  const [, folder] =
    /(?:^|\/)jcr_root\/apps\/(?:[^/]+\/)+(config(?:\.[^/]+)?)\/[^/]+$/.exec(path) ?? []
  const modes = folder?.split('.').slice(1) ?? []
  const unknownRunModes = modes.filter((mode) => !runModes.includes(mode))
  return {
    ...source,
    kind: 'cors_policy',
    pipeline: 'full-stack',
    isInPlace:
      folder !== undefined &&
      unknownRunModes.length === 0 &&
      /\.(?:cfg\.json|xml|config)$/.test(name),
    pid: name.replace(/\.(?:cfg\.json|xml|config)$/, ''),
    runModes: modes,
    unknownRunModes,
  }
}

function locateAllowList(source: ConfigurationFile, path: string): ProjectFile {
  return {
    ...source,
    kind: 'allow_list',
    pipeline: 'config',
    isInPlace: path.startsWith('config/'),
    pid: undefined,
    runModes: [],
    unknownRunModes: [],
  }
}

/** A folder of the config pipeline holds files of other kinds too, such as `CDN`. */
function isAllowList(text: string): boolean {
  return (
    /^[ \t]*(?:\{[ \t]*)?["']?kind["']?[ \t]*:[ \t]*["']?API["']?[ \t\r]*(?:[,}#].*)?$/m.test(
      text,
    ) || /\ballowedClientIDs\b/i.test(text)
  )
}

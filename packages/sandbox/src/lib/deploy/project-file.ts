import { environmentTypes, type EnvironmentType } from '../aem/client-allow-list.ts'

/** A file of an AEM project: its path from the project's folder, with slashes, and its text. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
}

/** Where a file belongs that says who may call AEM. */
export type ProjectFileRole =
  | { readonly kind: 'cors-policy'; readonly runModes: readonly string[] }
  | { readonly kind: 'environment-configuration' }
  | { readonly kind: 'misplaced'; readonly advice: string }

const corsPolicyName =
  /^com\.adobe\.granite\.cors\.impl\.CORSPolicyImpl(?:[~-](.*?))?\.(cfg\.json|[^.]+)$/

/** Whether the place or the name of a file is one to look at. */
export function isProjectFile(path: string): boolean {
  return corsPolicyName.test(fileNameOf(path)) || /\.ya?ml$/.test(path)
}

/**
 * What a file is to AEM by its path: OSGi configuration comes from `osgiconfig/config[.<run mode>…]` of `ui.config`,
 * by the full-stack pipeline; `api.yaml` and its kind from the top folder `config`, by the config pipeline.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/deploying/configuring-osgi
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/operations/config-pipeline
 */
export function findRole({ path, text }: ProjectFile): ProjectFileRole | undefined {
  const [, name, extension] = corsPolicyName.exec(fileNameOf(path)) ?? []
  if (extension !== undefined) return roleOfCorsPolicy(path, name, extension)
  if (/^config\/.*\.ya?ml$/.test(path)) return { kind: 'environment-configuration' }
  if (!/^\s*kind\s*:\s*['"]?API['"]?\s*(?:#.*)?$/m.test(text)) return undefined
  return misplaced('the config pipeline reads only the top folder config; move it there')
}

function roleOfCorsPolicy(
  path: string,
  name: string | undefined,
  extension: string,
): ProjectFileRole {
  const [, folder] = /\/osgiconfig\/(config(?:\.[^/]+)?)\/[^/]+$/.exec(`/${path}`) ?? []
  if (folder === undefined) {
    return misplaced(
      'OSGi reads it only in a folder osgiconfig/config or osgiconfig/config.author of ui.config, which the full-stack pipeline deploys; move it there',
    )
  }
  if (extension !== 'cfg.json') {
    return misplaced('Cloud Service takes configuration as .cfg.json; write it so')
  }
  if (name === undefined) {
    return misplaced('a policy is one of many; name it CORSPolicyImpl~<name>.cfg.json')
  }
  const runModes = folder.split('.').slice(1)
  const unknown = runModes.find((mode) => !knownRunModes.includes(mode))
  if (unknown === undefined) return { kind: 'cors-policy', runModes }
  const known = knownRunModes.join(', ')
  return misplaced(`there is no run mode ${JSON.stringify(unknown)}; use ${known}`)
}

function misplaced(advice: string): ProjectFileRole {
  return { kind: 'misplaced', advice }
}

const knownRunModes: readonly string[] = ['author', 'publish', 'preview', ...environmentTypes]

/** Whether a folder of configuration counts at the author tier of an environment of this type. */
export function appliesToAuthor(
  runModes: readonly string[],
  environment: EnvironmentType,
): boolean {
  return runModes.every((mode) => mode === 'author' || mode === environment)
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

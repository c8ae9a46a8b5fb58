import type { Pipeline } from './finding.ts'

/** What the files of a configuration are called. */
export interface FileNames {
  readonly variablesFile: string
  readonly clientAllowListFile: string
}

/** Where a setting lives, and how a change of it gets there. */
export interface Place {
  /** The file, unless the observation knows better which. */
  readonly file?: (names: FileNames) => string
  readonly folder?: string
  readonly pipeline?: Pipeline
}

/** The variables of the application itself. */
export const applicationVariables: Place = { file: ({ variablesFile }) => variablesFile }

/** The credential's page in the Console, which is not a file. */
export const developerConsole: Place = {}

/** @see https://experienceleague.adobe.com/en/docs/experience-manager-learn/foundation/security/understand-cross-origin-resource-sharing */
export const corsPolicyFile: Place = {
  file: () => 'com.adobe.granite.cors.impl.CORSPolicyImpl~wknd.cfg.json',
  folder: 'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig/config.author/',
  pipeline: 'full-stack',
}

/** @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/developing/open-api-based-apis */
export const clientAllowListFile: Place = {
  file: ({ clientAllowListFile: file }) => file,
  folder: 'config/',
  pipeline: 'config',
}

import type { AemServices } from './aem-context.ts'
import { parseClientAllowList } from './client-allow-list.ts'
import { parseCorsPolicy } from './cors-policy.ts'

/** Texts of configuration files of AEM. */
export interface AemConfigurationFiles {
  /** `CORSPolicyImpl` files, by file name, in the order in which AEM is to ask them. */
  readonly corsPolicies?: Readonly<Record<string, string>>
  /** The `api.yaml` with the client allow-list. */
  readonly clientAllowList?: string
}

/** Configuration files of AEM, read. */
export type AemConfiguration = Pick<AemServices, 'corsPolicies' | 'clientAllowList'>

/** @throws {@link SandboxError} `invalid_configuration`, naming file, line and column, or the property. */
export function parseAemConfiguration({
  corsPolicies,
  clientAllowList,
}: Required<AemConfigurationFiles>): AemConfiguration {
  return {
    corsPolicies: Object.entries(corsPolicies).map(([file, text]) => parseCorsPolicy(file, text)),
    clientAllowList: parseClientAllowList(clientAllowList),
  }
}

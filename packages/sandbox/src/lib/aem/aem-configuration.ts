import * as v from 'valibot'

import { choice, object, optional, text, type Schema } from '../wire/schema.ts'
import type { AemServices } from './aem-context.ts'
import {
  environmentTypes,
  parseClientAllowList,
  type EnvironmentType,
} from './client-allow-list.ts'
import { parseCorsPolicy } from './cors-policy.ts'
import type { OsgiVariables } from './osgi-placeholders.ts'

/** Texts of configuration files of AEM. */
export interface AemConfigurationFiles {
  /** `CORSPolicyImpl` files, by file name, in the order in which AEM is to ask them. */
  readonly corsPolicies?: Readonly<Record<string, string>>
  /** The `api.yaml` with the client allow-list. */
  readonly clientAllowList?: string
  /** Values of variables and secrets, by name, for the placeholders `$[env:NAME]` and `$[secret:NAME]`. */
  readonly variables?: OsgiVariables
  /** For which type of environment the `api.yaml` is read; `dev` by default. */
  readonly environment?: EnvironmentType
}

export const aemConfigurationSchema: Schema<AemConfigurationFiles> = object({
  corsPolicies: optional(v.record(v.string(), v.string())),
  clientAllowList: optional(text()),
  variables: optional(v.record(v.string(), v.string())),
  environment: optional(choice(environmentTypes)),
})

/** Configuration files of AEM, read. */
export type AemConfiguration = Pick<AemServices, 'corsPolicies' | 'clientAllowList'>

/** @throws {@link SandboxError} `invalid_configuration`, naming file, line and column, or the property. */
export function parseAemConfiguration({
  corsPolicies,
  clientAllowList,
  variables,
  environment,
}: Required<AemConfigurationFiles>): AemConfiguration {
  return {
    corsPolicies: Object.entries(corsPolicies).map(([file, policy]) =>
      parseCorsPolicy(file, policy, variables),
    ),
    clientAllowList: parseClientAllowList(clientAllowList, environment),
  }
}

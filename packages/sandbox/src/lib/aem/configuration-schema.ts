import * as v from 'valibot'

import { choice, object, optional, text, type Schema } from '../wire/schema.ts'
import type { AemConfigurationFiles } from './aem-configuration.ts'
import { environmentTypes } from './client-allow-list.ts'

/** Texts of configuration files of AEM. */
export const aemConfigurationSchema: Schema<AemConfigurationFiles> = object({
  corsPolicies: optional(v.record(v.string(), v.string())),
  clientAllowList: optional(text()),
  variables: optional(v.record(v.string(), v.string())),
  environment: optional(choice(environmentTypes)),
})

import {
  anyText,
  choice,
  lazily,
  object,
  optional,
  record,
  text,
  type Schema,
} from '../wire/schema.ts'
import type { AemConfigurationFiles } from './aem-configuration.ts'
import { environmentTypes } from './client-allow-list.ts'

/** Texts of configuration files of AEM. */
export const aemConfigurationSchema: Schema<AemConfigurationFiles> = lazily(() =>
  object({
    corsPolicies: optional(record(anyText())),
    clientAllowList: optional(text()),
    variables: optional(record(anyText())),
    environment: optional(choice(environmentTypes)),
  }),
)

import { environmentTypes } from '../aem/client-allow-list.ts'
import {
  anyText,
  choice,
  described,
  flag,
  lazily,
  list,
  number,
  object,
  optional,
  record,
  text,
  type Schema,
} from '../wire/schema.ts'
import type { AemProject, AemProjectOptions } from './project.ts'
import type { Deploy } from './deploys.ts'

/** Which project is to be deployed. */
export const aemProjectSchema: Schema<AemProjectOptions> = lazily(() =>
  object({
    directory: described(text(), 'The folder with ui.config and config in it.'),
    environment: optional(choice(environmentTypes)),
    variables: optional(record(anyText())),
    watch: optional(described(flag(), 'Whether each save is deployed; true by default.')),
  }),
)

/** A deploy. */
export const deploySchema: Schema<Deploy> = lazily(() =>
  object({
    pipeline: choice(['full-stack', 'config']),
    outcome: choice(['deployed', 'refused']),
    changes: list(text()),
    problems: list(text()),
    notices: list(text()),
    at: number(),
  }),
)

/** The project in use, where there is one. */
export const currentAemProjectSchema: Schema<{ readonly project?: AemProject }> = lazily(() =>
  object({ project: optional(usedAemProjectSchema()) }),
)

/** The project in use. */
export const usedAemProjectSchema: Schema<AemProject> = lazily(() =>
  object({
    directory: text(),
    environment: choice(environmentTypes),
    deploys: list(deploySchema()),
  }),
)

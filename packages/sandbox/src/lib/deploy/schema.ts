import * as v from 'valibot'

import { environmentTypes } from '../aem/client-allow-list.ts'
import { choice, described, number, object, optional, text, type Schema } from '../wire/schema.ts'
import type { AemProject, AemProjectOptions } from './project.ts'
import type { Deploy } from './deploys.ts'

/** Which project is to be deployed. */
export const aemProjectSchema: Schema<AemProjectOptions> = object({
  directory: described(text(), 'The folder with ui.config and config in it.'),
  environment: optional(choice(environmentTypes)),
  variables: optional(v.record(v.string(), v.string())),
  watch: optional(described(v.boolean(), 'Whether each save is deployed; true by default.')),
})

/** A deploy. */
export const deploySchema: Schema<Deploy> = object({
  pipeline: choice(['full-stack', 'config']),
  outcome: choice(['deployed', 'refused']),
  changes: v.array(text()),
  problems: v.array(text()),
  notices: v.array(text()),
  at: number(),
})

/** The project in use. */
export const usedAemProjectSchema: Schema<AemProject> = object({
  directory: text(),
  environment: choice(environmentTypes),
  deploys: v.array(deploySchema),
})

/** The project in use, where there is one. */
export const currentAemProjectSchema: Schema<{ readonly project?: AemProject }> = object({
  project: optional(usedAemProjectSchema),
})
